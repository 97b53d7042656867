// swift-tools-version: 6.2

import PackageDescription

// The manifest is the module map: a row per target, in dependency order. A target imports only what
// its row names; `Tests/HouseRulesTests` reads these rows and holds every import to them.

let targets: [Target] = [
    // C libraries, headers only.
    system("COpenBLAS", pkgConfig: "openblas", apt: "libopenblas-dev"),
    system("CSndFile", pkgConfig: "sndfile", apt: "libsndfile1-dev"),
    system("CPNG", pkgConfig: "libpng", apt: "libpng-dev"),
    system("CTurboJPEG", pkgConfig: "libturbojpeg", apt: "libturbojpeg0-dev"),
    system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev"),
    system("CSoxr", pkgConfig: "soxr", apt: "libsoxr-dev"),

    // Ground floor: words that every module speaks.
    library("Digests", external: [.crypto]),
    library("Domain", ["Digests"]),

    // Native models, from raw floats up to architectures.
    kernels("CKernels"),
    library("Kernels", ["CKernels", "COpenBLAS"]),
    library("Tensors", ["Kernels"]),
    library("Checkpoints", ["Kernels", "Tensors", "Digests", "Domain"]),
    library("Tokenization", ["Domain"]),
    // libpng reports errors with longjmp, which must not cross Swift frames.
    .target(name: "CPNGCoding", dependencies: ["CPNG"]),
    library("Media", ["CSndFile", "CPNGCoding", "CTurboJPEG", "Digests", "Domain"]),
    library("Preprocessing", ["CSoxr", "Media", "Tensors", "Checkpoints", "Domain"]),
    library("Perturbations", ["Preprocessing", "Media", "Digests", "Domain"]),
    library("Layers", ["Kernels", "Tensors", "Checkpoints"]),
    library(
        "Inference",
        [
            "Layers", "Kernels", "Tensors", "Checkpoints", "Tokenization", "Preprocessing",
            "Media", "Digests", "Domain",
        ]
    ),
    library(
        "Architectures",
        [
            "Inference", "Layers", "Kernels", "Tensors", "Checkpoints", "Tokenization",
            "Preprocessing", "Media", "Domain",
        ]
    ),

    // Data, scores and pages.
    library("Scoring", ["Domain"], resources: [.embedInCode("Lexicons")]),
    library("Ingestion", ["CArchive", "Media", "Digests", "Domain"]),
    library(
        "Storage",
        ["Digests", "Domain"],
        external: [.grdb, .sqlite],
        resources: [.embedInCode("Migrations")]
    ),
    library("Comparisons", ["Scoring", "Storage", "Domain"], external: [.grdb]),
    library(
        "Evaluation",
        [
            "Inference", "Checkpoints", "Tokenization", "Tensors", "Preprocessing",
            "Perturbations", "Media", "Comparisons", "Scoring", "Storage", "Ingestion", "Digests",
            "Domain",
        ],
        external: [.yams]
    ),
    library(
        "Reporting",
        ["Comparisons", "Scoring", "Storage", "Media", "Digests", "Domain"],
        external: [.grdb]
    ),
    .executableTarget(
        name: "assay",
        dependencies: [
            "Architectures", "Inference", "Layers", "Checkpoints", "Tokenization", "Tensors",
            "Kernels", "Preprocessing", "Media", "Ingestion", "Storage", "Scoring", "Perturbations",
            "Comparisons", "Evaluation", "Reporting", "Digests", "Domain", .argumentParser,
        ],
        swiftSettings: strict()
    ),
    .executableTarget(
        name: "assay-fuzz",
        dependencies: [
            "Architectures", "Inference", "Tokenization", "Preprocessing", "Ingestion", "Media",
            "Checkpoints", "Tensors", "Domain",
        ],
        swiftSettings: strict()
    ),

    .executableTarget(
        name: "assay-bench",
        dependencies: ["Media", "Scoring", "Domain"],
        swiftSettings: strict()
    ),

    // Tests, a folder per target, and what they share.
    .target(
        name: "TestSupport",
        dependencies: ["Domain", "Tensors", "Checkpoints"],
        path: "Tests/TestSupport",
        swiftSettings: strict()
    ),
    tests("Kernels", ["Tensors"]),
    tests("Checkpoints", ["Tensors", "Domain"]),
    tests("Tokenization", ["Checkpoints", "Domain"]),
    tests("Layers", ["Kernels", "Tensors", "Checkpoints", "Domain"]),
    tests("Media", ["Digests", "Domain"]),
    tests("Preprocessing", ["Media", "Tensors", "Checkpoints", "Domain"]),
    tests("Perturbations", ["Media", "Digests", "Domain"]),
    tests(
        "Inference",
        [
            "Architectures", "Kernels", "Tensors", "Checkpoints", "Tokenization", "Media",
            "Domain",
        ]
    ),
    tests(
        "Architectures",
        [
            "Inference", "Layers", "Kernels", "Tensors", "Checkpoints", "Tokenization",
            "Preprocessing", "Media", "Domain",
        ]
    ),
    tests("Domain", ["Digests"]),
    tests("Scoring", ["Domain"]),
    tests("Ingestion", ["Media", "Digests", "Domain"]),
    tests("Storage", ["Digests", "Domain"], external: [.grdb]),
    tests(
        "Evaluation",
        [
            "Comparisons", "Scoring", "Storage", "Inference", "Architectures", "Ingestion",
            "Checkpoints", "Perturbations", "Media", "Digests", "Domain",
        ]
    ),
    tests(
        "Reporting",
        ["Comparisons", "Scoring", "Storage", "Media", "Digests", "Domain"],
        external: [.grdb],
        exclude: ["Snapshots"]
    ),
    .testTarget(
        name: "HouseRulesTests",
        dependencies: [
            "Architectures", "Tokenization", "Ingestion", "Scoring", "Evaluation", "Reporting",
            "Perturbations", "Domain", "TestSupport", "assay-fuzz",
        ],
        swiftSettings: strict()
    ),
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["assay", "Storage", "Domain", "TestSupport", .grdb],
        swiftSettings: strict()
    ),
]

let package = Package(
    name: "assay",
    products: [
        .executable(name: "assay", targets: ["assay"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)

// MARK: - Rows

/// The settings of every Swift target.
///
/// Warnings are errors only where `ASSAY_STRICT` is set (CI), so
/// that a newer compiler never breaks a user's build.
func strict() -> [SwiftSetting] {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
    ]
    if Context.environment["ASSAY_STRICT"] != nil {
        settings.append(.treatAllWarnings(as: .error))
    }
    return settings
}

func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func kernels(_ name: String) -> Target {
    .target(name: name, cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])])
}

func library(
    _ name: String,
    _ ours: [String] = [],
    external: [Target.Dependency] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name,
        dependencies: ours.map { .byName(name: $0) } + external,
        resources: resources,
        swiftSettings: strict()
    )
}

func tests(
    _ name: String,
    _ ours: [String] = [],
    external: [Target.Dependency] = [],
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: ([name, "TestSupport"] + ours).map { .byName(name: $0) } + external,
        exclude: exclude,
        swiftSettings: strict()
    )
}

extension Target.Dependency {
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var sqlite: Self { .product(name: "GRDBSQLite", package: "GRDB.swift") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var yams: Self { .product(name: "Yams", package: "Yams") }
    static var argumentParser: Self {
        .product(name: "ArgumentParser", package: "swift-argument-parser")
    }
}
