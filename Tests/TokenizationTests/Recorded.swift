import Domain
import Foundation
import Testing
import Tokenization

/// What the reference made of a text.
struct RecordedCase {
    let value: JSONValue

    var text: String { value["text"]?.string ?? "" }
    var pair: String? { value["pair"]?.string }
    var ids: [Int]? { Self.integers(value["ids"]) }
    var types: [Int]? { Self.integers(value["types"]) }
    /// Starts and ends, flat.
    var offsets: [Int]? { Self.integers(value["offsets"]) }
    var words: [Int?]? { value["words"]?.array?.map(\.integer) }
    var isRefused: Bool { value["error"] != nil }

    var truncation: Truncation? {
        guard let length = value["max_length"]?.integer else { return nil }
        return Truncation(
            maximumLength: length,
            strategy: (value["truncation"] ?? value["strategy"])?.string
                .flatMap(Truncation.Strategy.init) ?? .longestFirst,
            stride: value["stride"]?.integer ?? 0
        )
    }

    static func integers(_ value: JSONValue?) -> [Int]? {
        value?.array.map { $0.compactMap(\.integer) }
    }

    /// The cases of a list of a file.
    static func all(_ list: JSONValue?) -> [RecordedCase] {
        (list?.array ?? []).map(RecordedCase.init)
    }

    static func read(_ file: String) throws -> JSONValue {
        try JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: file))))
    }
}

extension Encoding {
    /// Starts and ends, flat.
    var flatOffsets: [Int] { offsets.flatMap { [$0.lowerBound, $0.upperBound] } }
}

/// Two texts that are the same to the last scalar; Swift's `==` takes "é" in one and in two for equal.
func expectSame(
    _ found: String,
    _ expected: String?,
    _ text: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(
        expected.map { Array($0.utf8) } == Array(found.utf8),
        "of \(text.debugDescription)",
        sourceLocation: sourceLocation
    )
}
