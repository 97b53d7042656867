import Foundation
import Testing

@testable import Reporting

struct JUnitTests {
    @Test func `Text from data stays text`() {
        var document = JUnitDocument()
        document.add(
            "a <b> & \"c\"",
            [
                .init(
                    name: "x\0\u{1B}\n]]>",
                    className: "<script>",
                    result: .failed("\u{FFFE}<&"),
                    output: "</system-out>"
                )
            ]
        )
        let text = document.text
        #expect(
            text.contains("name=\"a &lt;b&gt; &amp; &quot;c&quot;\" tests=\"1\" failures=\"1\"")
        )
        #expect(text.contains("name=\"x\u{FFFD}\u{FFFD}&#10;]]&gt;\""))
        #expect(text.contains("<failure message=\"\u{FFFD}&lt;&amp;\"/>"))
        #expect(text.contains("<system-out>&lt;/system-out&gt;</system-out>"))
        let parser = XMLText(text)
        #expect(parser.isBalanced)
    }
}

/// Whether elements close in the order in which they opened.
private struct XMLText {
    var isBalanced = true

    init(_ text: String) {
        var open: [String] = []
        for tag in text.matches(of: #/<(/?)([a-z-]+)[^<>]*?(/?)>/#) {
            if tag.3 == "/" { continue }
            if tag.1.isEmpty {
                open.append(String(tag.2))
            } else if open.popLast() != String(tag.2) {
                isBalanced = false
            }
        }
        if !open.isEmpty { isBalanced = false }
    }
}
