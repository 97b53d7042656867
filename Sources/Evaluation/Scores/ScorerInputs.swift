import Domain
import Perturbations
import Scoring
import Storage

/// Reads outputs from their stored text; an output that is the same as the last one of its request
/// (a picture of several captions, a baseline's answer) is read once.
struct OutputMemo {
    private let kind: ModelOutput.Kind
    private var last: [(text: String, output: ModelOutput)?] = []

    init(kind: ModelOutput.Kind) {
        self.kind = kind
    }

    mutating func output(_ row: StoredAnswer) throws -> ModelOutput {
        let text = row.output ?? ""
        while last.count <= row.request { last.append(nil) }
        if let known = last[row.request], known.text == text { return known.output }
        let output = try ModelOutput(kind: kind, json: JSONValue(parsing: text))
        last[row.request] = (text, output)
        return output
    }
}

extension Store {
    /// Hands over the answers of one example of a task after the other, in the order of the examples' ids.
    func forEachAnswered(taskID: Int64, _ body: ([StoredAnswer]) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let page = try answers(taskID: taskID, after: last, examples: 4_096)
            guard let end = page.last?.exampleID else { return }
            var start = 0
            while start < page.count {
                var next = start + 1
                while next < page.count, page[next].exampleID == page[start].exampleID { next += 1 }
                try body(Array(page[start..<next]))
                start = next
            }
            last = end
        }
    }
}

/// The examples of a task as it was asked about them, but with their own media.
///
/// They are asked for in the order of their ids and read a page at a time.
struct ExamplesOfTask {
    private let store: Store
    private let task: TaskRecord
    private let perturbation: ExamplePerturbation?
    private var page: ArraySlice<Store.Stored> = []
    private var last: Int64 = 0

    /// - Throws: `PerturbationError` for a perturbation that this program does not have.
    init(store: Store, task: TaskRecord) throws {
        self.store = store
        self.task = task
        perturbation = try task.perturbationIdentity.map(ExamplePerturbation.init)
    }

    mutating func example(_ id: Int64) throws -> Example? {
        while true {
            while let next = page.first {
                if next.id == id {
                    guard let perturbation else { return next.example }
                    // What is scored may look at the text that was asked; media stay the dataset's.
                    var example = next.example
                    example.text = perturbation.apply(to: example).text
                    return example
                }
                if next.id > id { return nil }
                page.removeFirst()
            }
            let read = try store.examples(
                datasetID: task.datasetID,
                split: task.split,
                after: last,
                limit: 4_096
            )
            guard let end = read.last?.id else { return nil }
            last = end
            page = read[...]
        }
    }
}

extension ScoredExample {
    /// An answered example as metrics see it; without `example` they see no more than its target.
    init(_ rows: [StoredAnswer], _ example: Example?) {
        self.init(
            target: rows.first?.target,
            key: example?.key ?? "",
            text: example?.text,
            attributes: example?.attributes ?? [:],
            durationSeconds: example?.medium?.details.durationSeconds,
            latencySeconds: rows.reduce(0) { $0 + $1.latencySeconds }
        )
    }
}

extension TaskRecord {
    /// The task again, with the options that it was run with.
    func made() throws -> any EvaluationTask {
        let values = try JSONValue(parsing: options).object ?? [:]
        return try taskCatalog(task).init(
            options: Settings(
                owner: "task '\(task)'",
                file: "run \(runID)",
                line: 0,
                values: values.mapValues { Setting($0, line: 0) }
            )
        )
    }
}
