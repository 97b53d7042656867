import Testing

@testable import Tokenization

/// The engine of regular expressions, against what Oniguruma finds.
struct RegularExpressionTests {
    private static func found(_ pattern: String, _ text: String) throws -> [String] {
        let expression = try RegularExpression(pattern)
        return try Array(text.utf8).withUnsafeBufferPointer { bytes in
            try expression.matches(in: bytes).filter(\.isMatch).map {
                String(decoding: bytes[$0.range], as: UTF8.self)
            }
        }
    }

    @Test(arguments: [
        ("ab", "xabab", ["ab", "ab"]),
        ("a|ab", "ab", ["a"]),
        ("a*", "baa", ["", "aa", ""]),
        ("a+?", "aa", ["a", "a"]),
        ("a{2,3}", "aaaaa", ["aaa", "aa"]),
        ("a{,2}b", "aaab", ["aab"]),
        ("a++a", "aaa", []),
        ("(?:ab)+c", "ababc", ["ababc"]),
        ("(?:ab)*?c", "ababc", ["ababc"]),
        ("(?:a|ab)(?:c|bcd)", "abcd", ["abcd"]),
        ("(?>a|ab)c", "abc", []),
        (#"\s+(?!\S)|\s+"#, "a  b ", [" ", " ", " "]),
        (#"\p{L}+"#, "aé日1b", ["aé日", "b"]),
        (#"[^\s\p{L}\p{N}]+"#, "a,.!b¿ 1", [",.!", "¿"]),
        (#"\p{N}{1,3}"#, "12345", ["123", "45"]),
        (#"(?i:'s|'LL)x"#, "'Sx 'ſx 'llx 'lx", ["'Sx", "'ſx", "'llx"]),
        (#"[a-c&[0-2]]+"#, "ab1&9", ["ab1&"]),
        (#"\x41\u0042\n"#, "AB\n", ["AB\n"]),
        ("^a$", "a\na", ["a", "a"]),
        (#"\Aa\z"#, "a\na", []),
        (".", "é\n", ["é"]),
        (#"\d\w"#, "1a ٣b", ["1a", "٣b"]),
        (#"[^\r\n\p{L}\p{N}]?+\p{L}+"#, " a.b\nc", [" a", ".b", "c"]),
        ("[]a]+", "]a", ["]a"]),
    ])
    func findsWhatOnigurumaFinds(_ pattern: String, _ text: String, _ expected: [String]) throws {
        #expect(try Self.found(pattern, text) == expected)
    }

    @Test(arguments: [
        "(", ")", "[", "a{3,2}", "*", "(a*)*", "(?<n>a)", "(?<=a)", #"\k"#, #"\p{Greek}"#,
        "[[:alpha:]]",
        "[a&&b]", "a{2}?", #"\p"#, "[b-a]", #"\x{110000}"#,
    ])
    func refusesWhatItDoesNotKnow(_ pattern: String) {
        #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
    }

    /// A pattern that tries every way to cut a text gives up.
    @Test func hostilePatternsCostLittle() throws {
        let text = Array(String(repeating: "a", count: 2_000).utf8)
        let expression = try RegularExpression("(?:a|aa)+b")
        #expect(throws: TokenizationError.self) {
            try text.withUnsafeBufferPointer { bytes in
                do throws(TokenizationError) {
                    return try expression.matches(in: bytes).count
                } catch {
                    throw error
                }
            }
        }
    }
}
