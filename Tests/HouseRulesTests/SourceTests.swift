import Foundation
import Testing

/// What no source may hold.
@Suite struct SourceTests {
    private static let sources = Repository.swiftFiles(below: "Sources")

    /// Files that may step outside the compiler's checks for concurrency, and how often.
    ///
    /// Each place says "safe because" or "safe to share because" in a comment above it; a new one needs a line here.
    private static let unchecked: [String: Int] = [
        "Sources/Checkpoints/MappedFile.swift": 1,
        "Sources/Ingestion/Reading/MediaReader.swift": 1,
        "Sources/Kernels/FloatBuffer.swift": 1,
        "Sources/Kernels/Strided.swift": 1,
        "Sources/assay-fuzz/CrashReport.swift": 3,
    ]

    @Test func thereAreSources() {
        #expect(Self.sources.count > 20)
    }

    @Test func nothingGivesUp() throws {
        for file in Self.sources {
            for (number, line) in Repository.code(try Repository.text(file)).enumerated() {
                for word in ["fatalError(", "try!"] {
                    #expect(!line.contains(word), "\(file):\(number + 1) has \(word)")
                }
            }
        }
    }

    @Test func uncheckedConcurrencyIsCountedAndExplained() throws {
        for file in Self.sources {
            let text = try Repository.text(file)
            let raw = text.split(separator: "\n", omittingEmptySubsequences: false)
            var count = 0
            for (number, line) in Repository.code(text).enumerated()
            where line.contains("@unchecked Sendable") || line.contains("nonisolated(unsafe)") {
                count += 1
                let above = raw[max(0, number - 8)...number].joined(separator: " ").lowercased()
                #expect(
                    above.contains(#/safe (to share )?because/#),
                    "\(file):\(number + 1) does not say why it is safe"
                )
            }
            #expect(
                count == Self.unchecked[file, default: 0],
                "\(file) has \(count) unchecked places"
            )
        }
    }

    @Test func architecturesAreShort() throws {
        for file in Repository.swiftFiles(below: "Sources/Architectures") {
            let count = try Repository.text(file).split(
                separator: "\n",
                omittingEmptySubsequences: false
            ).count
            #expect(count <= 450, "\(file) has \(count) lines")
        }
    }

    @Test func noStubIsLeft() throws {
        for file in Self.sources {
            let text = try Repository.text(file)
            #expect(!text.contains("TO" + "DO") && !text.contains("FIX" + "ME"), "\(file)")
        }
    }

    @Test func codeIsBlankedOutsideStringsAndComments() {
        let text = #"""
            let a = "try! \" // no" + b // try!
            let c = try! d
            let e = """
                fatalError(
                """
            """#
        #expect(Repository.code(text) == ["let a =  + b ", "let c = try! d", "", "", ""])
    }

    /// Paths of the machine that a file was written on say nothing to anybody else.
    @Test(.enabled(if: Repository.committed != nil, "needs the git repository"))
    func noPathsOfAMachine() throws {
        let patterns = ["/work" + "/", "/root" + "/", "/home" + "/", "/Users" + "/"]
        let binary = [
            "png", "jpg", "jpeg", "flac", "wav", "gz", "safetensors", "bin", "tar", "zip", "mp3",
            "ogg", "npy", "sqlite",
        ]
        let files = try #require(Repository.committed)
        #expect(files.contains("Package.swift"))
        for file in files where !binary.contains(URL(filePath: file).pathExtension) {
            // Other bytes than UTF-8 are data.
            guard let text = try? Repository.text(file) else { continue }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                for pattern in patterns where line.contains(pattern) {
                    Issue.record("\(file):\(number + 1) names a path of one machine: \(pattern)")
                }
            }
        }
    }
}
