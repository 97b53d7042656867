package import Domain

/// StereoSet's idealised context association test score: the language modelling score times how near the
/// stereotype score is to one half, lms · min(ss, 1 - ss) / 0.5.
///
/// 0...1, higher is better, undefined without examples. Both scores are means over terms first
/// (``StereoSetMetric``), as in the paper's tables; the mean of each term's own score is not the same.
package struct IdealizedCATScore: StereoSetMetric {
    package static let name = "icat"
    package static let summary =
        "Language modelling score times the nearness of the stereotype score to one half (StereoSet)."
    package static let higherIsBetter = true

    package init(options: [String: JSONValue]) {}

    package func value(_ total: TermsTally) -> Double? {
        guard let stereotypes = Self.stereotypeScore(total),
            let related = Self.languageModelingScore(total)
        else { return nil }
        return Self.icat(languageModeling: related, stereotypes: stereotypes)
    }

    /// The score of two others, all in 0...1.
    static func icat(languageModeling: Double, stereotypes: Double) -> Double {
        languageModeling * min(stereotypes, 1 - stereotypes) / 0.5
    }
}
