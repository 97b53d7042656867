import Evaluation

/// Shows a run's progress: a line for the task in work.
final class RunDisplay {
    private let isQuiet: Bool
    private var label = ""
    private var line: ProgressLine?

    init(isQuiet: Bool) {
        self.isQuiet = isQuiet
    }

    func show(_ progress: RunProgress) {
        let verb =
            switch progress.phase {
            case .predicting: ""
            case .scoring: "scoring "
            case .judging: "judging texts of "
            }
        let label = "\(verb)\(progress.task), \(progress.model)"
        if label != self.label {
            line?.finish()
            line = ProgressLine(label, isQuiet: isQuiet)
            self.label = label
        }
        line?.show(
            done: progress.done,
            total: progress.total > 0 ? progress.total : nil,
            note: progress.failed > 0 ? "\(progress.failed) failed" : ""
        )
    }

    func finish() {
        line?.finish()
        line = nil
    }
}
