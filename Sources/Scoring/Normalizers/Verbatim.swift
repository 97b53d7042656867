/// Leaves the text as it is: upper and lower case and every full stop count.
package struct Verbatim: TextNormalizer {
    package static let name = "none"
    package static let version = 1
    package static let summary = "Leaves the text as it is."

    package init() {}

    package func normalize(_ text: String) -> String { text }
}
