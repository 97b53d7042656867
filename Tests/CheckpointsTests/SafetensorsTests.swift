import Checkpoints
import Foundation
import Tensors
import Testing

/// Headers that lie are refused with a sentence, before a byte of data is read.
struct SafetensorsTests {
    @Test func readsEveryElementType() throws {
        let cases: [(String, [UInt8], [Float])] = [
            ("F64", [0, 0, 0, 0, 0, 0, 0xF8, 0xBF], [-1.5]),
            ("F32", [0, 0, 0x20, 0x40], [2.5]),
            ("F16", [0, 0x3E, 1, 0, 0, 0x80, 0, 0x7C], [1.5, 0x1p-24, -0.0, .infinity]),
            ("F16", [0xFF, 0x7B, 0, 0xFC, 0xFF, 0x83], [65504, -.infinity, -0x3FFp-24]),
            ("BF16", [0x80, 0x3F, 0x40, 0xC0], [1, -3]),
            ("I64", [254, 255, 255, 255, 255, 255, 255, 255], [-2]),
            ("I32", [7, 0, 0, 0], [7]),
            ("I16", [255, 255], [-1]),
            ("I8", [128], [-128]),
            ("U8", [200], [200]),
            ("BOOL", [1, 0], [1, 0]),
        ]
        for (type, bytes, expected) in cases {
            let header =
                #"{"x":{"dtype":"\#(type)","shape":[\#(expected.count)],"data_offsets":[0,\#(bytes.count)]}}"#
            let file = try SafetensorsFile(path: Self.write(header, data: bytes))
            let entry = try #require(file["x"])
            #expect(file.tensor(entry).values == expected, "\(type)")
        }
    }

    static let lies: [(header: String, data: Int, sentence: String)] = [
        ("[]", 0, "an array where an object is expected"),
        ("{", 0, "its header is not valid JSON"),
        (#"{"x":{"shape":[1],"data_offsets":[0,4]}}"#, 4, "'x' has no dtype"),
        (#"{"x":{"dtype":"F32","data_offsets":[0,4]}}"#, 4, "'x' has no shape"),
        (#"{"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "'x' has no shape"),
        (#"{"x":{"dtype":"F32","shape":[1]}}"#, 4, "'x' has no data_offsets"),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "'x' has no data_offsets"),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4, "'x' has no data_offsets"),
        (
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4,
            "ends at byte 8 of data that has 4"
        ),
        (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "needs 8 bytes"),
        (
            #"{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#, 4,
            "impossible shape"
        ),
        (
            #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            8, "'y' overlaps"
        ),
        (
            #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8,
            "no tensor covers the bytes before 'x'"
        ),
        (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 9, "5 bytes at its end"),
        (
            #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
            4, "a second member 'x'"
        ),
        ("{\"\u{0}\":1}", 0, "control character in a string"),
        (
            #"{"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,6]}}"#, 6, "'x' has no shape"
        ),
        (
            #"{"x":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,4]}}"#, 4,
            "impossible shape"
        ),
        (
            #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}"#, 4,
            "ends at byte 9223372036854775807 of data that has 4"
        ),
        (
            #"{"x":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}"#, 1,
            "elements of type F8_E4M3"
        ),
    ]

    @Test(arguments: lies)
    func refusesLies(_ lie: (header: String, data: Int, sentence: String)) throws {
        let path = try Self.write(lie.header, data: [UInt8](repeating: 0, count: lie.data))
        let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        #expect(
            error?.description.contains(lie.sentence) == true,
            "\(error?.description ?? "none")"
        )
    }

    @Test func refusesEveryTruncation() throws {
        let header = #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
        let whole = try Data(
            contentsOf: URL(filePath: Self.write(header, data: [UInt8](repeating: 1, count: 8)))
        )
        for count in 0..<whole.count {
            let path = try Self.write(bytes: whole.prefix(count))
            #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        }
    }

    @Test func refusesNamesThatAreNotUTF8() throws {
        let header = Array(#"{"x":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}"#.utf8)
            .map { $0 == UInt8(ascii: "x") ? 0xFF : $0 }
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
        let path = try Self.write(bytes: length + Data(header) + Data(count: 4))
        let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        #expect(error?.description.contains("text that is not UTF-8") == true)
    }

    @Test func saysHowToFetchPointers() throws {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n"
        let path = try Self.write(bytes: Data(pointer.utf8))
        let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        #expect(
            error?.description.hasSuffix(
                "it is a Git LFS pointer in place of the weights; fetch them with git lfs pull"
            ) == true
        )
    }

    @Test func refusesGiantHeaders() throws {
        for length in [UInt64.max, UInt64(Int64.max), 200_000_000] {
            let bytes =
                withUnsafeBytes(of: length.littleEndian) { Data($0) }
                + Data(repeating: 32, count: 64)
            let path = try Self.write(bytes: bytes)
            let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
            #expect(error?.description.contains("claims a header of \(length) bytes") == true)
        }
    }

    static func write(_ header: String, data: [UInt8]) throws -> String {
        let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        return try write(bytes: length + Data(header.utf8) + Data(data))
    }

    static func write(bytes: Data) throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "assay-\(UUID().uuidString).safetensors")
        try bytes.write(to: url)
        return url.path
    }
}
