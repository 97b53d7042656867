/// A named, versioned way to make two spellings of the same words equal before they are compared.
package protocol TextNormalizer: Sendable {
    /// As suites write it.
    static var name: String { get }
    /// Raised whenever any text comes out differently, as figures before and after do not compare.
    static var version: Int { get }
    /// One sentence for people, with the source of the definition.
    static var summary: String { get }

    init()

    /// The normalised text.
    func normalize(_ text: String) -> String
}
