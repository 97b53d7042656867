import Architectures
import ArgumentParser
import Domain
import Inference
import Media

/// `assay predict TASK --model DIR INPUT...`: a model's answers to files, without a database.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Asks a model about files and prints its answers.",
        discussion: """
            The JSON has the shape of the Hugging Face pipeline of the task: for one input its \
            labels and scores, best first; for several an array of those, in the order given.
            """
    )

    /// What a model can be asked here.
    enum Task: String, ExpressibleByArgument, CaseIterable {
        case imageClassification = "image-classification"
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    @Argument(help: "What is asked.")
    var task: Task

    @Option(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var model: String

    @Argument(help: ArgumentHelp("PNG or JPEG files.", valueName: "input"))
    var inputs: [String]

    @Option(help: "How the answers are printed.")
    var format: Format = .json

    @Option(help: "How many labels are given for each input.")
    var topK = 5

    @OptionGroup var threads: ThreadOptions

    @Option(help: "How many inputs are run at once; no answer depends on it.")
    var batchSize = 8

    func validate() throws {
        guard !inputs.isEmpty else { throw ValidationError("at least one input is needed") }
        guard topK >= 1 else { throw ValidationError("--top-k is at least 1, found \(topK)") }
        guard batchSize >= 1 else {
            throw ValidationError("--batch-size is at least 1, found \(batchSize)")
        }
    }

    func run() throws {
        let loaded = try NativeModel.load(
            folder: model,
            catalog: modelCatalog,
            threads: threads.count
        )
        guard let classifier = loaded.role as? any ImageClassifying else {
            throw ValidationError("\(loaded.architecture) is no model for \(task.rawValue)")
        }
        var answers: [[ScoredLabel]] = []
        for start in stride(from: 0, to: inputs.count, by: batchSize) {
            let files = inputs[start..<min(start + batchSize, inputs.count)]
            let images = try files.map { file in
                do { return try PixelImage(contentsOf: file) } catch {
                    throw PredictError.input(file: file, reason: "\(error)")
                }
            }
            answers += try classifier.logits(for: images).map {
                Array(
                    classifier.scoring.scores($0, labels: classifier.labels).prefix(topK)
                )
            }
        }
        switch format {
        case .json:
            let values = answers.map { ModelOutput.labels($0).json }
            print(values.count == 1 ? values[0].text : JSONValue.array(values).text)
        case .text:
            for (file, labels) in zip(inputs, answers) {
                for label in labels { print("\(file)\t\(label.label)\t\(label.score)") }
            }
        }
    }
}

/// Why an input could not be asked about.
enum PredictError: Error, Equatable, CustomStringConvertible {
    case input(file: String, reason: String)

    var description: String {
        switch self {
        case .input(let file, let reason): "cannot use \(file): \(reason)"
        }
    }
}
