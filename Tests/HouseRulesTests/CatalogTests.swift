import Architectures
import Domain
import Evaluation
import Ingestion
import Perturbations
import Reporting
import Scoring
import Testing

@testable import Tokenization
@testable import assay_fuzz

/// What holds for the catalog of every seam.
@Suite struct CatalogTests {
    /// A catalog as the rules see it.
    struct Listing: Sendable, CustomTestStringConvertible {
        let kind: String
        let names: [String]
        /// What describes each entry to people: a sentence, a heading, a class name.
        let descriptions: [String]
        /// What describes the entries' options.
        let options: [String]

        init<Entry>(
            _ catalog: Catalog<Entry>,
            _ description: (Entry) -> String,
            options: (Entry) -> [String] = { _ in [] }
        ) {
            kind = catalog.kind
            names = catalog.names
            descriptions = catalog.entries.map(description)
            self.options = catalog.entries.flatMap(options)
        }

        var testDescription: String { kind }
    }

    /// Every catalog; a new one is a line here.
    ///
    /// To touch a catalog is to check that its names are unique: it traps where they are not.
    static let catalogs = [
        Listing(formatCatalog, { $0.summary }, options: { $0.options.map(\.summary) }),
        Listing(metricCatalog, { $0.summary }, options: { $0.options.map(\.summary) }),
        Listing(normalizerCatalog, { $0.summary }),
        Listing(perturbationCatalog, { $0.summary }, options: { $0.options.map(\.summary) }),
        Listing(taskCatalog, { $0.summary }, options: { $0.options.map(\.summary) }),
        Listing(backendCatalog, { $0.summary }, options: { $0.settings.map(\.summary) }),
        Listing(textScorerCatalog, { $0.summary }, options: { $0.settings.map(\.summary) }),
        Listing(nativePipelineCatalog, { $0.summary }, options: { $0.options.map(\.summary) }),
        Listing(modelCatalog, { String(describing: $0) }),
        Listing(textRewriterCatalog, { String(describing: $0) }),
        Listing(preTokenizerCatalog, { String(describing: $0) }),
        Listing(vocabularyModelCatalog, { String(describing: $0) }),
        Listing(postProcessorCatalog, { String(describing: $0) }),
        Listing(tokenDecoderCatalog, { String(describing: $0) }),
        Listing(reportFormatCatalog, { $0.summary }),
        Listing(pageSectionCatalog, { $0.title }),
        Listing(taskSectionCatalog, { $0.title }),
        Listing(comparisonFormatCatalog, { $0.summary }),
        Listing(comparisonSectionCatalog, { $0.title }),
        Listing(comparedTaskSectionCatalog, { $0.title }),
        Listing(fuzzCatalog, { $0.name }),
    ]

    /// The catalogs whose entries are described in sentences; the others have the words of a help
    /// text or a heading.
    static let sentences = catalogs.filter {
        [
            "metric", "normalizer", "perturbation", "task", "backend", "native task", "text scorer",
        ].contains($0.kind)
    }

    @Test(arguments: catalogs)
    func namesAreThereAndUnique(_ catalog: Listing) {
        #expect(!catalog.names.isEmpty)
        #expect(Set(catalog.names).count == catalog.names.count)
        for name in catalog.names {
            #expect(!name.isEmpty && !name.contains(where: \.isWhitespace), "'\(name)'")
        }
    }

    @Test(arguments: catalogs)
    func everythingIsDescribedInALine(_ catalog: Listing) {
        for text in catalog.descriptions + catalog.options {
            #expect(!text.isEmpty && !text.contains("\n"), "'\(text)'")
        }
    }

    /// A catalog that is made somewhere and not listed above would be held to nothing.
    @Test func everyCatalogIsListed() throws {
        var made: Set<String> = []
        for file in Repository.swiftFiles(below: "Sources") {
            let text = try Repository.text(file)
            for match in text.matches(of: #/let (\w+Catalog) = Catalog</#) {
                made.insert(String(match.output.1))
            }
        }
        let listed = try Repository.text("Tests/HouseRulesTests/CatalogTests.swift")
        #expect(made.count >= 10)
        for name in made { #expect(listed.contains("Listing(\(name),"), "\(name) is not listed") }
    }

    @Test func sevenCatalogsHaveSentences() {
        #expect(Self.sentences.count == 7)
    }

    @Test(arguments: sentences)
    func summariesAreSentences(_ catalog: Listing) {
        for summary in catalog.descriptions {
            #expect(summary.hasSuffix(".") && summary.first?.isUppercase == true, "'\(summary)'")
        }
    }
}
