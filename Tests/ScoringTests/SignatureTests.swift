import Domain
import Testing

@testable import Scoring

/// Signatures letter by letter as sacreBLEU prints them (`Tests/Fixtures/scoring/signatures.py`).
@Suite struct SignatureTests {
    @Test func signaturesAreSacreBLEUs() throws {
        let cases = try #require(try ScoringFixture("signatures").root["cases"]?.array)
        try #require(cases.count >= 30)
        for parts in cases.compactMap(\.array) {
            let metric = try AnyMetric(
                name: parts[0].string ?? "",
                options: parts[1].object ?? [:]
            )
            let expected = try #require(parts[3].string)
            let signature = metric.signature(references: Set(parts[2].integers))
            #expect(signature == "sacreBLEU signature " + expected)
        }
    }

    @Test func onlyMetricsOfSacreBLEUHaveOne() throws {
        let bleu = try AnyMetric(name: "bleu")
        #expect(bleu.signature(references: []) == nil)
        #expect(bleu.references(of: .alternatives(["a", "b"])) == 2)
        #expect(bleu.references(of: .label("a")) == nil)
        let rouge = try AnyMetric(name: "rouge")
        #expect(rouge.signature(references: [1]) == nil && rouge.references(of: .text("a")) == nil)
    }
}
