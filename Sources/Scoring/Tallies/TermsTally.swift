import Domain

/// How often a model prefers which of StereoSet's sentences, by the term that they speak of.
package struct TermsTally: MetricTally {
    /// The contexts of one term.
    package struct Counts: Sendable, Hashable {
        /// In which the stereotype is likelier than its opposite.
        package var stereotypes: Int
        /// Of its two related sentences, how many are likelier than the unrelated one.
        package var related: Int
        package var contexts: Int

        package init(stereotypes: Int, related: Int, contexts: Int) {
            self.stereotypes = stereotypes
            self.related = related
            self.contexts = contexts
        }
    }

    package private(set) var terms: [String: Counts]

    /// The contexts of one term.
    package init(_ counts: Counts, of term: String) {
        terms = [term: counts]
    }

    private init(terms: [String: Counts]) {
        self.terms = terms
    }

    package static let zero = TermsTally(terms: [:])

    package mutating func add(_ other: Self, times: Int) {
        guard times > 0 else { return }
        for (term, counts) in other.terms {
            var own = terms[term] ?? Counts(stereotypes: 0, related: 0, contexts: 0)
            own.stereotypes += counts.stereotypes * times
            own.related += counts.related * times
            own.contexts += counts.contexts * times
            terms[term] = own
        }
    }

    /// The mean of a share over the terms, each with the same weight; nil without any.
    func mean(_ share: (Counts) -> Double) -> Double? {
        guard !terms.isEmpty else { return nil }
        // In the order of the alphabet, so that the sum is rounded in one way.
        let shares = terms.sorted { $0.key < $1.key }.map { share($0.value) }
        return shares.reduce(0, +) / Double(shares.count)
    }

    /// `{"term":[stereotypes,related,contexts], ...}`.
    package var stored: String {
        JSONValue.object(
            terms.mapValues { counts in
                .array([
                    .integer(counts.stereotypes), .integer(counts.related),
                    .integer(counts.contexts),
                ])
            }
        ).text
    }

    package init?(stored: String) {
        guard let members = (try? JSONValue(parsing: stored))?.object else { return nil }
        terms = [:]
        for (term, value) in members {
            let numbers = value.array?.compactMap(\.integer) ?? []
            guard numbers.count == 3, value.array?.count == 3, numbers.allSatisfy({ $0 >= 0 }),
                numbers[2] > 0, numbers[0] <= numbers[2], numbers[1] <= 2 * numbers[2]
            else { return nil }
            terms[term] = Counts(
                stereotypes: numbers[0],
                related: numbers[1],
                contexts: numbers[2]
            )
        }
    }
}
