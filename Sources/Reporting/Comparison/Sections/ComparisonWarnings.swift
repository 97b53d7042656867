import Comparisons
import Domain
import Scoring
import Storage

/// What a reader of a comparison must know before any number: what differs between the sides besides the
/// models, what was left out, and what is too little to say anything.
enum ComparisonWarnings {
    static func load(_ subject: ComparisonSubject) -> [Warnings.Warning] {
        sameModel(subject) + versions(subject)
            + subject.tasks.flatMap { task in
                failed(task) + leftOut(task)
                    // What is said of a task holds of its perturbed and repeated ones too.
                    + (task.isVariant ? [] : changed(task) + options(task) + small(task))
            } + unpaired(subject.comparison)
    }

    private static func sameModel(_ subject: ComparisonSubject) -> [Warnings.Warning] {
        let same = subject.tasks.filter { $0.first.modelID == $0.second.modelID }
        guard !same.isEmpty, same.count == subject.tasks.count else { return [] }
        return [
            Warnings.Warning(
                text:
                    "A and B are the same model by its digest: what differs is how or when it was asked.",
                anchor: nil
            )
        ]
    }

    private static func versions(_ subject: ComparisonSubject) -> [Warnings.Warning] {
        let versions = subject.runs.map {
            (try? JSONValue(parsing: $0.manifest))?["assay"]?.string
        }
        guard versions.count == 2, let first = versions[0], let second = versions[1],
            first != second
        else { return [] }
        return [
            Warnings.Warning(
                text: "The runs were made by different versions of Assay, \(first) and \(second).",
                anchor: ProvenanceSection.id
            )
        ]
    }

    private static func changed(_ task: ComparedTask) -> [Warnings.Warning] {
        guard task.first.datasetFingerprint != task.second.datasetFingerprint else { return [] }
        return [
            about(
                task,
                "the dataset changed between the two runs; examples are paired by their keys."
            )
        ]
    }

    private static func options(_ task: ComparedTask) -> [Warnings.Warning] {
        let (a, b) = (task.comparison.first.options, task.comparison.second.options)
        return a == b ? [] : [about(task, "A and B were asked with other options: \(a) and \(b).")]
    }

    private static func failed(_ task: ComparedTask) -> [Warnings.Warning] {
        let sides = [("A", task.comparison.firstFailed), ("B", task.comparison.secondFailed)]
            .filter { $0.1 > 0 }
        guard !sides.isEmpty else { return [] }
        let list = sides.map { "\($0.0) on \(Numbers.count($0.1, "example"))" }
        return [
            about(
                task,
                "\(list.joined(separator: " and ")) failed; no value counts them.",
                section: LeftOutSection.id
            )
        ]
    }

    private static func leftOut(_ task: ComparedTask) -> [Warnings.Warning] {
        guard let main = task.main else {
            return [about(task, "no example has a score of a common metric on both sides.")]
        }
        let sides = [("A", main.firstAlone), ("B", main.secondAlone)].filter { $0.1 > 0 }
        guard !sides.isEmpty else { return [] }
        let list = sides.map {
            "\(Numbers.count($0.1, "example")) that only \($0.0) has a score for"
        }
        return [
            about(
                task,
                "left out \(list.joined(separator: " and ")).",
                section: LeftOutSection.id
            )
        ]
    }

    private static func small(_ task: ComparedTask) -> [Warnings.Warning] {
        guard let main = task.main else { return [] }
        if let needed = main.unitsToSwap(at: task.options.significance) {
            let units = main.tests.clusters == nil ? "examples" : "clusters"
            return [
                about(
                    task,
                    "cannot show any difference, however large: \(needed) \(units) are needed.",
                    section: DifferencesSection.id
                )
            ]
        }
        guard main.tests.examples < Warnings.fewestExamples else { return [] }
        return [
            about(
                task,
                "\(Numbers.count(main.tests.examples, "shared example")): no more than a large difference "
                    + "can show.",
                section: DifferencesSection.id
            )
        ]
    }

    private static func unpaired(_ comparison: Comparison) -> [Warnings.Warning] {
        let sides = [("A", comparison.firstAlone), ("B", comparison.secondAlone)]
            .filter { !$0.1.isEmpty }
        guard !sides.isEmpty else { return [] }
        let list = sides.map { "\(Numbers.count($0.1.count, "task")) of \($0.0)" }
        return [
            Warnings.Warning(
                text:
                    "\(list.joined(separator: " and ")) could not be compared: the other side has "
                    + "none over the same examples.",
                anchor: UnpairedTasksSection.id
            )
        ]
    }

    private static func about(_ task: ComparedTask, _ words: String, section: String? = nil)
        -> Warnings.Warning
    {
        Warnings.Warning(
            text: "\(task.first.title) on \(task.first.data): \(words)",
            anchor: section.map { "\(task.anchor)-\($0)" } ?? task.anchor
        )
    }
}
