import ArgumentParser
import Domain
import Evaluation
import Storage

struct AlignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "align",
        abstract: "Prints a run's transcripts word by word beside what was said.",
        discussion: """
            The layout, the alignment and the measures are those of jiwer's visualize_alignment. An \
            alignment with as few errors may split them otherwise into substitutions, deletions and \
            insertions than the metrics of the run do by default.
            """
    )

    @Argument(help: ArgumentHelp("The run's number; see `assay runs`.", valueName: "run"))
    var number: Int64

    @Option(help: ArgumentHelp("Only the run's nth task, from 1.", valueName: "n"))
    var task: Int?

    @Option(help: ArgumentHelp("Only this model's answers.", valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "What is done to both texts first; what the task's first metric with one does.",
            valueName: "name"
        )
    )
    var normalizer: String?

    @Option(help: ArgumentHelp("Only the first so many examples.", valueName: "count"))
    var limit: Int?

    @Option(help: ArgumentHelp("Break lines at so many characters.", valueName: "count"))
    var width: Int?

    @Flag(help: "Align characters instead of words.")
    var characters = false

    @Flag(help: "Show examples without an error too.")
    var all = false

    @Flag(help: "Print JSON: the texts and counts of words of every example.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        if let width, width < 20 { throw ValidationError("--width must be 20 or more.") }
    }

    func run() throws {
        let store = try Store.open(database.path, mode: .readOnly)
        let aligned = try chosen(store).map {
            try AlignedTranscripts(store: store, task: $0, normalizer: normalizer, limit: limit)
        }
        if json {
            printJSON(.array(aligned.map(\.json)))
            return
        }
        for (index, transcripts) in aligned.enumerated() {
            // One task is printed as jiwer prints it, with nothing before.
            if aligned.count > 1 {
                let task = transcripts.task
                print(
                    "\(index == 0 ? "" : "\n")\(task.title) over \(task.dataset), \(task.modelName), "
                        + "normaliser \(transcripts.normalizer)\n"
                )
            }
            print(
                transcripts.text(characters: characters, showsCorrect: all, width: width),
                terminator: ""
            )
            if transcripts.failures > 0 {
                printError(
                    "left out: \(counted(transcripts.failures, "example")) without an answer"
                )
            }
        }
    }

    /// The tasks that are meant: without --task and --model all whose answers are texts.
    private func chosen(_ store: Store) throws -> [TaskRecord] {
        let tasks = try store.tasks(runID: store.run(number).id)
        var chosen = tasks
        if let task {
            guard tasks.indices.contains(task - 1) else {
                throw ValidationError("run \(number) has \(counted(tasks.count, "task")).")
            }
            chosen = [tasks[task - 1]]
        }
        if let model {
            guard tasks.contains(where: { $0.modelName == model }) else {
                throw UnknownNameError(kind: "model", name: model, known: tasks.map(\.modelName))
            }
            chosen = chosen.filter { $0.modelName == model }
        }
        if task == nil { chosen = try chosen.filter { try AlignedTranscripts.fits($0, in: store) } }
        guard !chosen.isEmpty else {
            throw EvaluationError.scoring(
                what: "run \(number)",
                reason: "it has no such task whose answers are transcripts"
            )
        }
        return chosen
    }
}
