import Domain
import Ingestion

extension FuzzTarget {
    static let squad = FuzzTarget(
        name: "squad",
        seeds: {
            [
                """
                {"version": "v2.0", "data": [{"title": "t", "paragraphs": [{"context": "a b", "qas": [
                {"id": "1", "question": "q?", "answers": [{"text": "a", "answer_start": 0}]},
                {"id": "2", "question": "q?", "answers": [], "is_impossible": true}]}]}]}
                """,
                #"{"data": [{"paragraphs": []}, {"paragraphs": [{"context": "", "qas": []}]}]}"#,
            ].map { Array($0.utf8) }
        },
        read: { bytes in try ScratchFile.read(bytes, "squad.json", as: SQuAD.self) }
    )

    /// Annotations alone; questions and pictures are other files.
    static let vqa = FuzzTarget(
        name: "vqa",
        seeds: {
            [
                """
                {"data_subtype": "val2014", "annotations": [{"question_id": 1, "image_id": 2,
                "question_type": "is", "answer_type": "yes/no", "answers": [{"answer": "yes"}]}]}
                """,
                """
                {"annotations": [{"question_id": 1, "image_id": "a", "question_type": "x",
                "answers": [{"answer": ""}, {"answer": "b"}]}]}
                """,
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            let options = ["questions": "none", "images": "none"]
            try ScratchFile.read(bytes, "vqa.json", as: VQA.self, options: options)
        }
    )

    static let pictureQuestions = FuzzTarget(
        name: "picture-questions",
        seeds: {
            [
                """
                {"data": [{"question_id": 1, "image_id": "a", "question": "q?", "answers": ["b", "c"]},
                {"question_id": 2, "image_id": 3, "question": "q?"}]}
                """,
                """
                {"data": [{"questionId": 2, "image": "p.png", "question": "q?", "answers": ["d"],
                "docId": 1, "question_types": ["form"]}]}
                """,
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            let options = ["images": "none"]
            // What one refuses the other may take.
            do {
                try ScratchFile.read(bytes, "text.json", as: TextVQA.self, options: options)
            } catch is IngestionError {
                try ScratchFile.read(bytes, "text.json", as: DocVQA.self, options: options)
            }
        }
    )

    static let columns = FuzzTarget(
        name: "columns",
        seeds: {
            [
                "-DOCSTART- -X- O O\n\nInes NNP B-PER\nleft VBD O\n\n. . O\n",
                "a\tO\n\u{E9}\u{A0}b\tB-X\n\n\nc  O",
            ].map { Array($0.utf8) }
        },
        read: { bytes in try ScratchFile.read(bytes, "words.conll", as: CoNLL.self) }
    )

    /// A table's line, then the lines of questions over it.
    static let wikiSQL = FuzzTarget(
        name: "wikisql",
        seeds: {
            [
                """
                {"id": "1", "header": ["a", "b"], "types": ["text", "real"], "rows": [["x", 1], ["y", "2"]]}
                {"table_id": "1", "question": "q?", "sql": {"sel": 0, "agg": 3, "conds": [[1, 1, "1,5"]]}}
                {"table_id": "1", "question": "q?", "sql": {"sel": 1, "agg": 5, "conds": [[0, 0, "x"]]}}
                """
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
            try ScratchFile.write(Array(bytes[..<end]), "rows.tables.jsonl")
            try ScratchFile.read(Array(bytes[end...]), "rows.jsonl", as: WikiSQL.self)
        }
    )

    /// A query as a model writes it, over a table that is always there.
    static let tableQuery = FuzzTarget(
        name: "table-query",
        seeds: {
            [
                #"{"sel": 0, "agg": 1, "conds": [[0, 0, "x"], [1, 1, "about 2.5"]]}"#,
                #"{"query": {"sel": 1, "agg": 4, "conds": [[1, 2, -1e3]]}}"#,
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            let table = Table(
                header: ["a", "b"],
                rows: [["x", "1"], ["Y", "n/a"], ["", "2.5"]]
            )
            let query = try TableQuery(json: JSONValue(parsing: bytes))
            guard try TableQuery(parsing: query.text).hasForm(of: query) else {
                throw Finding(description: "what was written is not read back as it was")
            }
            _ = try TypedTable(table, [.text, .real]).execute(query)
        }
    )
}
