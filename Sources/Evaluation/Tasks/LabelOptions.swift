import Domain

/// What the tasks share whose answers are classes with scores.
struct LabelOptions {
    static let topK = KnownOption("top_k", "How many classes a model names, best first; 5.")

    let topK: Int

    init(_ settings: Settings) throws {
        topK = try settings.integer("top_k", in: 1...100_000) ?? 5
    }

    var decoding: [String: JSONValue] { ["top_k": .integer(topK)] }

    /// A metric that looks at more classes than a model is asked for cannot be computed.
    func objection(to metric: String, options: [String: JSONValue]) -> String? {
        guard let k = options["k"]?.integer, k > topK else { return nil }
        return "it looks at the best \(k) classes but a model is asked for \(topK); "
            + "set the task's option 'top_k' to \(k) or more"
    }

    static let outcomes = Outcomes.each { outputs in
        guard case .labels(let labels) = outputs.first else { return .labels([]) }
        return .labels(labels)
    }
}
