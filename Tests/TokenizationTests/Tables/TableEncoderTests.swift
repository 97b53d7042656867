import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// Tables and questions as tokens with their seven type ids.
struct TableEncoderTests {
    static let folder = RepositoryPaths.fixtures + "/models/tapas/a"

    @Test func everyRecordedEncodingAgrees() throws {
        let encoder = try TableEncoder(folder: Self.folder)
        let json = try JSONFile.read(Self.folder + "/io.json")
        let cases = json["encodings"]?.array ?? []
        #expect(cases.count > 15)
        for item in cases {
            let name = try #require(item["table"]?.string)
            let question = try #require(item["question"]?.string)
            let limit = item["limit"]?.integer
            let table = try encoder.prepare(Table(fixture: json["tables"]?[name]))
            let sentence = "\(question) over \(name), at most \(limit ?? 0)"
            if item["refused"]?.bool == true {
                #expect(throws: TableEncodingError.self, "\(sentence)") {
                    try encoder.encode(question, over: table, limit: limit)
                }
                continue
            }
            let found = try encoder.encode(question, over: table, limit: limit)
            #expect(found.ids == item["ids"]?.array?.compactMap(\.integer), "\(sentence)")
            let types = item["types"]?.array?.map { $0.array?.compactMap(\.integer) ?? [] }
            #expect(found.typeIDs == types, "\(sentence)")
        }
    }

    @Test func earlierAnswersAreMarked() throws {
        let encoder = try TableEncoder(folder: Self.folder)
        let table = Table(header: ["x", "y"], rows: [["1", "2"], ["3", "4"]])
        var encoding = try encoder.encode("x", over: encoder.prepare(table))
        encoding.mark([[1, 0], [7, 7]])
        let marked = encoding.ids.indices.filter { encoding.previousLabels[$0] == 1 }
        #expect(marked.map { [encoding.rows[$0], encoding.columns[$0]] } == [[2, 1]])
        encoding.mark([])
        #expect(encoding.previousLabels.allSatisfy { $0 == 0 })
    }

    @Test func whatCannotBeEncodedIsNamed() throws {
        let encoder = try TableEncoder(folder: Self.folder)
        #expect(throws: TableEncodingError.emptyTable) {
            try encoder.prepare(Table(header: ["x"], rows: []))
        }
        #expect(throws: TableEncodingError.emptyTable) {
            try encoder.prepare(Table(header: [], rows: [[]]))
        }
        let wide = Table(
            header: (0..<300).map(String.init),
            rows: [(0..<300).map(String.init)]
        )
        #expect(throws: TableEncodingError.tooManyColumns(found: 300, most: 255)) {
            try encoder.prepare(wide)
        }
        let one = try encoder.prepare(Table(header: ["x"], rows: [["1"]]))
        #expect(throws: TableEncodingError.emptyQuestion) { try encoder.encode("", over: one) }
        let long = String(repeating: "x ", count: 300)
        #expect(throws: TableEncodingError.tooLong(found: 303, most: 256)) {
            try encoder.encode(long, over: one)
        }
        #expect(
            TableEncodingError.tooLong(found: 303, most: 256).description
                == "the question and the header alone have 303 tokens; the model takes at most 256. "
                + "Ask a shorter question or give the table fewer columns"
        )
    }

    @Test func settingsAreReadAndRefused() throws {
        let absent = try TableEncoderSettings(.object([:]), folder: "f")
        #expect(absent.maximumLength == 512 && absent.columnLimit == 512 && absent.rowLimit == 512)
        #expect(absent.cellLength == nil && absent.emptyToken == "[EMPTY]")
        let given = try TableEncoderSettings(
            .object([
                "model_max_length": .number(1e30), "max_row_id": .integer(64),
                "cell_trim_length": .integer(3), "strip_column_names": .bool(true),
                "empty_token": .object(["content": .string("[NONE]")]),
            ]),
            folder: "f"
        )
        #expect(given.maximumLength == Int(Int32.max) && given.rowLimit == 64)
        #expect(given.cellLength == 3 && given.ignoresColumnNames && given.emptyToken == "[NONE]")
        for (key, value) in [
            ("model_max_length", JSONValue.integer(0)), ("max_row_id", .string("many")),
            ("update_answer_coordinates", .bool(true)), ("strip_column_names", .integer(1)),
        ] {
            let error = #expect(throws: TableEncodingError.self) {
                try TableEncoderSettings(.object([key: value]), folder: "f")
            }
            let sentence = error?.description ?? ""
            #expect(sentence.contains("f/tokenizer_config.json: \(key) should be"))
        }
    }
}
