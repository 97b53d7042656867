import Checkpoints
import Media
import Preprocessing
import Tensors
import TestSupport
import Testing

/// Resize and crop against Pillow's and the reference's own results: exactly.
struct ResizeTests {
    static let fixtures = RepositoryPaths.fixtures + "/preprocessing/resize/resize.safetensors"

    @Test(arguments: Resampling.allCases)
    func agreesWithPillow(_ filter: Resampling) throws {
        let file = try SafetensorsFile(path: Self.fixtures)
        let raw = try Self.picture(file, "raw")
        let cases = file.entries.filter { $0.name.hasPrefix("\(filter).") }
        #expect(cases.count == 5)
        for entry in cases {
            let expected = try Self.picture(file, entry.name)
            let found = raw.resized(width: expected.width, height: expected.height, by: filter)
            #expect(found == expected, "\(entry.name)")
        }
    }

    @Test func cropsAgreeWithReference() throws {
        let file = try SafetensorsFile(path: Self.fixtures)
        let raw = try Self.picture(file, "raw")
        let cases = file.entries.filter { $0.name.hasPrefix("crop.") }
        #expect(cases.count == 6)
        for entry in cases {
            let expected = try Self.picture(file, entry.name)
            let found = raw.centerCropped(width: expected.width, height: expected.height)
            #expect(found == expected, "\(entry.name)")
        }
    }

    @Test(
        .enabled(if: RepositoryPaths.oracle("image_ops-a") != nil, "the shared oracle is not here")
    )
    func agreesWithOracle() throws {
        let folder = try #require(RepositoryPaths.oracle("image_ops-a"))
        let file = try SafetensorsFile(path: folder + "/io.safetensors")
        let raw = try Self.picture(file, "raw.rgb.png")
        var compared = 0
        for filter in Resampling.allCases {
            for entry in file.entries where entry.name.hasPrefix("out.resize.\(filter).") {
                let expected = try Self.picture(file, entry.name)
                let found = raw.resized(width: expected.width, height: expected.height, by: filter)
                #expect(found == expected, "\(entry.name)")
                compared += 1
            }
        }
        for entry in file.entries where entry.name.hasPrefix("out.center_crop.") {
            let expected = try Self.picture(file, entry.name)
            #expect(raw.centerCropped(width: expected.width, height: expected.height) == expected)
            compared += 1
        }
        #expect(compared == 28)
    }

    static func picture(_ file: SafetensorsFile, _ name: String) throws -> PixelImage {
        let entry = try #require(file[name])
        let tensor = file.tensor(entry)
        return PixelImage(
            width: tensor.shape[1],
            height: tensor.shape[0],
            pixels: tensor.values.map { UInt8($0) }
        )
    }
}
