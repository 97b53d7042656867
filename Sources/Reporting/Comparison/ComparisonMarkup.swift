import Comparisons

/// Small pieces of markup that the sections of a comparison share.
enum ComparisonMarkup {
    /// One of the two models.
    enum Side: String {
        case first = "A"
        case second = "B"
    }

    /// The letter that stands for a model everywhere on the page.
    static func letter(_ side: Side) -> HTML {
        switch side {
        case .first: "<span class=\"side a\">A</span>"
        case .second: "<span class=\"side b\">B</span>"
        }
    }

    /// A model behind its letter.
    static func model(_ side: Side, _ task: ReportedTask) -> HTML {
        "\(letter(side)) \(Markup.model(task))"
    }

    /// Who is better, as far as it is shown.
    static func verdict(_ verdict: Verdict) -> HTML {
        switch verdict {
        case .first: "<span class=\"tag shown\">\(letter(.first)) is better</span>"
        case .second: "<span class=\"tag shown\">\(letter(.second)) is better</span>"
        case .none: "<span class=\"tag\">\(words(.none))</span>"
        }
    }

    static func words(_ verdict: Verdict) -> String {
        switch verdict {
        case .first: "A is better"
        case .second: "B is better"
        case .none: "not shown"
        }
    }

    /// The test whose p decides.
    static func words(_ test: SignificanceTest) -> String {
        switch test {
        case .mcNemarExact: "McNemar, exact"
        case .matchedPairs: "MAPSSWE"
        case .randomization: "randomisation"
        }
    }
}
