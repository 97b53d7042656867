import Domain
import Foundation

/// How much more often errors are made in each group than in the largest one, speakers differing among
/// themselves: the mixed-effects Poisson model of word errors (``PoissonMixedModel``).
///
/// `rate_ratio` of a group is exp(β), with Wald's interval; its note names the group that it is held
/// against, the p value of the groups together by the ratio of likelihoods, and the spread of
/// speakers. Utterances of a speaker in one group are summed, which changes the likelihood by a constant; an
/// utterance without a speaker is one of its own. A group without any error is left out: no finite rate
/// is the likeliest for it.
///
/// - Returns: Empty without clusters; for fewer than two groups with words and errors, or more than a
///   hundred; where no group has a second speaker, so that nothing tells the group's part from the
///   speaker's; and where the fit does not converge.
func rateRatios(_ tallies: [CountedTally<EditTally>]) -> [(group: String, figure: Figure)] {
    guard tallies.contains(where: { $0.cluster != nil }) else { return [] }
    struct Place: Hashable {
        let group: String
        let speaker: String
    }
    var sums: [Place: (errors: Int, words: Int)] = [:]
    var examples: [String: Int] = [:]
    var errors: [String: Int] = [:]
    for (index, item) in tallies.enumerated() {
        guard let group = item.group, item.count > 0 else { continue }
        let counts = item.tally.counts
        // A letter before the name keeps utterances without a speaker apart from named ones.
        let speakers =
            item.cluster.map { ["c\($0)"] } ?? (0..<item.count).map { "e\(index).\($0)" }
        let times = item.count / speakers.count
        for speaker in speakers {
            let place = Place(group: group, speaker: speaker)
            sums[place, default: (0, 0)].errors += counts.errors * times
            sums[place, default: (0, 0)].words += counts.referenceLength * times
        }
        errors[group, default: 0] += counts.errors * item.count
        examples[group, default: 0] += item.count
    }
    let usable = sums.filter { $0.value.words > 0 && (errors[$0.key.group] ?? 0) > 0 }
    let names = Set(usable.keys.map(\.group)).sorted {
        (examples[$1] ?? 0, $0) < (examples[$0] ?? 0, $1)
    }
    guard let reference = names.first, 2...mostRateRatios ~= names.count,
        usable.count > names.count
    else { return [] }
    let others = Array(names.dropFirst())
    func rows(_ groups: [String]) -> [PoissonMixedModel.Row] {
        usable.sorted { ($0.key.group, $0.key.speaker) < ($1.key.group, $1.key.speaker) }.map {
            place,
            sum in
            PoissonMixedModel.Row(
                errors: sum.errors,
                words: sum.words,
                columns: groups.map { $0 == place.group ? 1 : 0 },
                speaker: place.speaker
            )
        }
    }
    guard let model = PoissonMixedModel(rows(others)), let smaller = PoissonMixedModel(rows([]))
    else { return [] }
    let p = model.likelihoodRatio(against: smaller)
    return others.enumerated().map { index, name in
        let (slope, error) = (model.coefficients[index + 1], model.standardErrors[index + 1])
        let reach = Distributions.normalQuantile(0.975) * error
        var figure = Figure(
            value: exp(slope),
            interval: Figure.Interval(
                lower: exp(slope - reach),
                upper: exp(slope + reach),
                method: .wald
            ),
            count: examples[name] ?? 0,
            failures: 0,
            clusters: Set(usable.keys.filter { $0.group == name }.map(\.speaker)).count
        )
        figure.note =
            "errors per word against \(reference), speakers as random effects; groups together "
            + "p = \(String(format: "%.4g", p)), spread of speakers "
            + String(format: "%.3g", model.spread)
        return (name, figure)
    }
}

/// The work grows with the third power of the number of groups, and nobody reads so many ratios.
private let mostRateRatios = 100
