import Domain
import Testing

@testable import Scoring

/// What holds for the catalog of every seam.
@Suite struct CatalogTests {
    /// A catalog as the rules see it: what it is of, the names, and the sentences shown to people.
    struct Listing: Sendable, CustomTestStringConvertible {
        let kind: String
        let names: [String]
        let summaries: [String]

        init<Entry>(_ catalog: Catalog<Entry>, summaries: (Entry) -> [String]) {
            kind = catalog.kind
            names = catalog.names
            self.summaries = catalog.entries.flatMap(summaries)
        }

        var testDescription: String { kind }
    }

    /// Every catalog; a new one is a line here.
    ///
    /// To touch a catalog is to check that its names are
    /// unique: it traps where they are not.
    static let catalogs = [
        Listing(metricCatalog) { [$0.summary] + $0.options.map(\.summary) },
        Listing(normalizerCatalog) { [$0.summary] },
    ]

    @Test(arguments: catalogs)
    func namesAreThereAndUnique(_ catalog: Listing) {
        #expect(!catalog.names.isEmpty)
        #expect(Set(catalog.names).count == catalog.names.count)
        for name in catalog.names {
            #expect(!name.isEmpty && !name.contains(where: \.isWhitespace), "'\(name)'")
        }
    }

    @Test(arguments: catalogs)
    func summariesAreSentences(_ catalog: Listing) {
        #expect(!catalog.summaries.isEmpty)
        for summary in catalog.summaries {
            #expect(summary.hasSuffix(".") && summary.first?.isUppercase == true, "'\(summary)'")
            #expect(!summary.contains("\n"), "'\(summary)'")
        }
    }
}
