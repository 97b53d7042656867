import Domain
import Storage

/// What perturbations do to a metric, as the commands show it.
extension RunReport {
    /// A line for each drop and for what is said of all perturbations; none without perturbations.
    static func robustness(
        _ figures: [GroupFigure],
        of title: String,
        cells: (Figure) -> [String]
    ) -> [[String]] {
        figures.map { row in
            let words = row.statistic.replacing("_", with: " ")
            return [title, row.group.isEmpty ? words : "\(words) under \(row.group)"]
                + cells(row.figure)
        }
    }
}

extension GroupFigure {
    /// A drop with its perturbation, or what is said of all perturbations.
    var robustnessJSON: JSONValue {
        guard case .object(var members) = json else { return .null }
        members["attribute"] = nil
        members["group"] = nil
        members["statistic"] = .string(statistic)
        members["perturbation"] = group.isEmpty ? .null : .string(group)
        return .object(members)
    }
}
