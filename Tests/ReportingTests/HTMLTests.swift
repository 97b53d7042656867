import Testing

@testable import Reporting

struct HTMLTests {
    @Test func `Interpolated text is escaped and literals are not`() {
        let text = "<script>alert(\"1\" & '2')</script>"
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        let escaped = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"
        #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func `Markup passes through once and lists are joined`() {
        let bold: HTML = "<b>\("a<b")</b>"
        let list: HTML = "\([bold, "<i>\(3)</i>"])\(nil as HTML?)"
        #expect(list.text == "<b>a&lt;b</b><i>3</i>")
    }

    @Test(arguments: [
        ("plain words", "plain words"), ("]]>", "]]&gt;"),
        ("a\u{0}b\u{1B}[31m", "a\u{FFFD}b\u{FFFD}[31m"),
        ("tab\tand\nline", "tab\tand\nline"), ("wrong\u{202E}thgir", "wrong[U+202E]thgir"),
        ("\u{2067}x\u{2069}", "[U+2067]x[U+2069]"), ("\u{200F}שלום", "\u{200F}שלום"),
        ("é 東京 👩🏽‍🚀", "é 東京 👩🏽‍🚀"), ("", ""),
    ])
    func `Characters that mislead are shown by name`(text: String, escaped: String) {
        let html: HTML = "\(text)"
        #expect(html.text == escaped)
    }
}
