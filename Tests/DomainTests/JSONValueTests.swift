import Domain
import Testing

@Suite struct JSONValueTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), ("false", .bool(false)),
        ("0", .integer(0)), ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
        ("1.5", .number(1.5)), ("-2.5e-3", .number(-0.0025)), ("1E2", .number(100)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")),
        (#""\u00e9\uD83D\uDE00""#, .string("\u{e9}\u{1F600}")),
        (#""\ud83dx\uDE00""#, .string("\u{FFFD}x\u{FFFD}")),
        ("[]", .array([])), ("{}", .object([:])),
        (" [1 , \"a\",[ ] ]\n", .array([.integer(1), .string("a"), .array([])])),
        (
            #"{"a":{"b":[null]},"a ":1}"#,
            .object(["a": .object(["b": .array([.null])]), "a ": .integer(1)])
        ),
        (#"{"a":1,"a":2}"#, .object(["a": .integer(2)])),
        ("\u{FEFF}[1]", .array([.integer(1)])),
    ])
    func reads(text: String, expected: JSONValue) throws {
        let value = try JSONValue(parsing: text)
        #expect(value == expected)
        // A whole number is written without a fraction, whichever way it was read.
        #expect(try JSONValue(parsing: value.text).text == value.text)
    }

    @Test(arguments: [
        ("", "unexpected end at byte 1"), ("[1,]", "unexpected character at byte 4"),
        ("[1", "unexpected end of an array at byte 3"), ("{\"a\"}", "expected ':' at byte 5"),
        ("{\"a\":1,}", "expected a member's name at byte 8"),
        ("[1 2]", "expected ',' or ']' at byte 4"),
        ("01", "leading zero at byte 3"), ("-", "expected a digit at byte 2"),
        ("1.", "expected a digit at byte 3"), ("1e+", "expected a digit at byte 4"),
        ("nul", "unexpected word at byte 1"), ("NaN", "unexpected character at byte 1"),
        ("\"a", "unclosed string at byte 3"), ("\"\\x\"", "unknown escape at byte 4"),
        ("\"\\u12G4\"", "not a hexadecimal digit at byte 6"),
        ("1e999", "number out of range at byte 6"),
        ("{} {}", "text after the value at byte 4"),
        ("\"a\nb\"", "control character in a string at byte 3"),
        ("'a'", "unexpected character at byte 1"), ("\"\\", "unclosed string at byte 3"),
    ])
    func refuses(text: String, reason: String) {
        #expect(throws: JSONError.malformed(reason: reason)) { try JSONValue(parsing: text) }
    }

    @Test(arguments: [
        (#"{"a": 1, "table": {"z": [1], "a": {"q": 2}, "z": 3, "m": "}"}}"#, ["z", "a", "m"]),
        (#"{"table": {}}"#, []),
        (#"{"table": [1], "other": {"x": 1}}"#, nil),
        (#"[{"table": {"x": 1}}]"#, nil),
        (#"{"table": {"x": 1}, "table": {"y": 1}}"#, ["y"]),
    ])
    func namesOfMembersKeepTheirOrder(_ text: String, _ names: [String]?) throws {
        #expect(try JSONValue.memberNames(of: "table", parsing: Array(text.utf8)) == names)
    }

    @Test func refusesTextThatIsNotUTF8() {
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0x5C, 0x6E, 0xC3, 0x22]) }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSONValue(parsing: nested(256)).array != nil)
        #expect(throws: JSONError.malformed(reason: "nested too deeply at byte 257")) {
            try JSONValue(parsing: nested(257))
        }
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: String(repeating: "{\"a\":", count: 100_000))
        }
    }

    @Test func equalValuesHaveEqualText() throws {
        let value = try JSONValue(parsing: #"{"b":1.0,"a":[0.1,1e20,-0.0],"c":"é\u0001\u007f\/"}"#)
        #expect(value.text == "{\"a\":[0.1,1e+20,0],\"b\":1,\"c\":\"\u{e9}\\u0001\u{7f}/\"}")
        #expect(JSONValue.number(.nan).text == "null")
        #expect(JSONValue.number(-.infinity).text == "null")
    }

    @Test func members() throws {
        let value = try JSONValue(parsing: #"{"n":3,"x":2.0,"s":"t","l":["a","b"],"m":["a",1]}"#)
        #expect(value["n"]?.integer == 3 && value["n"]?.number == 3)
        #expect(value["x"]?.integer == 2 && value["s"]?.integer == nil)
        #expect(value["l"]?.strings == ["a", "b"] && value["m"]?.strings == nil)
        #expect(value["none"] == nil && JSONValue.null["n"] == nil)
        #expect(value["s"]?.plain == "t" && value["n"]?.plain == "3" && JSONValue.null.plain == "")
        #expect(value["l"]?.kind == "an array" && value.kind == "an object")
    }
}
