import Domain
import Foundation
import TestSupport
import Testing
import Tokenization

/// Numbers and dates in texts, as the reference finds them.
struct NumericTextTests {
    @Test func everyRecordedTextAgrees() throws {
        let path = RepositoryPaths.fixtures + "/models/tapas/numeric.json"
        let cases = try JSONFile.read(path).array ?? []
        #expect(cases.count > 300)
        for json in cases {
            let text = try #require(json["text"]?.string)
            let normalized = MatchText.normalized(text)
            #expect(String(normalized) == json["normalized"]?.string)
            #expect(NumericText.spans(in: normalized) == Self.spans(json["spans"]), "\(text)")
            if !text.isEmpty {
                #expect(MatchText.isEmptyCell(text) == json["empty"]?.bool, "\(text)")
            }
        }
    }

    /// The shared oracle's cases, written in another form.
    @Test(.enabled(if: RepositoryPaths.oracle("tapas-a") != nil, "the shared oracle is not here"))
    func everyTextOfTheOracleAgrees() throws {
        let folder = try #require(RepositoryPaths.oracle("tapas-a"))
        let cases = try JSONFile.read(folder + "/io.json")["numeric_spans"]?.array ?? []
        #expect(cases.count > 40)
        for json in cases {
            let normalized = MatchText.normalized(try #require(json["text"]?.string))
            #expect(String(normalized) == json["normalized"]?.string)
            let expected = (json["spans"]?.array ?? []).map { span in
                NumericSpan(
                    range: (span["begin"]?.integer ?? 0)..<(span["end"]?.integer ?? 0),
                    values: (span["values"]?.array ?? []).map { value in
                        value["float"]?.number.map(NumericValue.number)
                            ?? Self.date(value["date"]?.array ?? [])
                    }
                )
            }
            #expect(NumericText.spans(in: normalized) == expected, "\(normalized)")
        }
    }

    @Test func aLongTextTakesNoLongTime() {
        let text = Array(repeating: "may 5, 1990 1,000", count: 5_000).joined(separator: " ")
        let spans = NumericText.spans(in: MatchText.normalized(text))
        #expect(spans.count >= 10_000)
    }

    private static func spans(_ json: JSONValue?) -> [NumericSpan] {
        (json?.array ?? []).map { span in
            let parts = span.array ?? []
            return NumericSpan(
                range: (parts[0].integer ?? 0)..<(parts[1].integer ?? 0),
                values: (parts[2].array ?? []).map { value in
                    value.string.flatMap(Double.init).map(NumericValue.number)
                        ?? date(value.array ?? [])
                }
            )
        }
    }

    private static func date(_ parts: [JSONValue]) -> NumericValue {
        .date(year: parts[0].integer, month: parts[1].integer, day: parts[2].integer)
    }
}

extension String {
    fileprivate init(_ scalars: [Unicode.Scalar]) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
