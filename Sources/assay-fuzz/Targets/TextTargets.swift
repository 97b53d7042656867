import Domain
import Ingestion

extension FuzzTarget {
    static let json = FuzzTarget(
        name: "json",
        seeds: {
            [
                Array(#"{"a": [1, -2.5e3, true, null, "x\n\u00e9\ud83d\ude00"], "b": {}}"#.utf8),
                Array(#"[[[]], "", 0, 1e308, {"k": {"k": "v"}}]"#.utf8),
            ]
        },
        read: { bytes in
            let value = try JSONValue(parsing: bytes)
            let again = try? JSONValue(parsing: value.text)
            guard again?.text == value.text else {
                throw Finding(description: "what was written is not read back as it was")
            }
        }
    )

    static let csv = FuzzTarget(
        name: "csv",
        seeds: {
            [
                Array("id,text,label\n1,\"a, \"\"b\"\"\",x\r\n2,\"two\nlines\",y\n3,plain,z".utf8),
                Array("\u{FEFF}text\nonly one column\n\n\"quoted\"\n".utf8),
            ]
        },
        read: { bytes in try ScratchFile.read(bytes, "rows.csv", as: CSVText.self) }
    )

    static let jsonl = FuzzTarget(
        name: "jsonl",
        seeds: {
            [
                Array(
                    "{\"text\": \"a\", \"label\": 1}\n\n{\"text\": \"b\", \"id\": \"k\"}\r\n".utf8
                ),
                Array("{\"text\": \"\\u0041\", \"target\": \"t\", \"split\": \"test\"}".utf8),
            ]
        },
        read: { bytes in try ScratchFile.read(bytes, "rows.jsonl", as: JSONLines.self) }
    )
}
