/// The statistics of figures in words (``GroupFigure/statistic`` in the database).
enum StatisticWords {
    /// What a statistic is called; the name with spaces for one that has no words here.
    static func title(_ statistic: String, of metric: String = "") -> String {
        if metric == "selection_rate", let parity = parity[statistic] { return parity }
        return titles[statistic] ?? statistic.replacing("_", with: " ")
    }

    /// Whether it is a quotient, where 1 is even, or a difference, where 0 is.
    static func isRatio(_ statistic: String) -> Bool { statistic.contains("ratio") }

    /// What the differences of a selection rate are called.
    private static let parity = [
        "difference_between_groups": "demographic parity, difference",
        "ratio_between_groups": "demographic parity, ratio",
        "difference_to_overall": "demographic parity, difference to overall",
        "ratio_to_overall": "demographic parity, ratio to overall",
    ]

    private static let titles = [
        "difference_between_groups": "difference between groups",
        "ratio_between_groups": "ratio between groups",
        "difference_to_overall": "difference to overall",
        "ratio_to_overall": "ratio to overall",
        "rate_ratio": "ratio of error rates, speakers as random effects",
        "equalized_odds_difference": "equalised odds, difference",
        "equalized_odds_ratio": "equalised odds, ratio",
        "before_temperature": "before temperature scaling",
        "after_temperature": "with the temperature",
        "standard_error_miller": "clustered standard error (Miller 2024)",
        "standard_error_inspect": "clustered standard error (Inspect)",
    ]
}
