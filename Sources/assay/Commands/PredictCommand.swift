import Architectures
import ArgumentParser
import Domain
import Evaluation
import Inference
import Storage

/// `assay predict TASK --model DIR INPUT...`: a model's answers to files, without a database.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Asks a model about files or texts and prints its answers.",
        discussion: """
            The JSON has the shape of the Hugging Face pipeline of the task: for one input its \
            answer, for several an array of answers in the order given.

            TASKS, WITH THEIR INPUTS AND OPTIONS (-o NAME=VALUE)
            \(PipelineList.text)
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    @Argument(help: "What is asked: one of the tasks above.")
    var task: String

    @Option(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var model: String

    @Argument(help: ArgumentHelp("What the task takes, see above.", valueName: "input"))
    var inputs: [String]

    @Option(help: "How the answers are printed.")
    var format: Format = .json

    @Option(
        name: [.customShort("o"), .customLong("option")],
        help: ArgumentHelp("An option of the task.", valueName: "name=value")
    )
    var taskOptions: [String] = []

    @Option(help: "The same as -o top_k=...: how many labels are given for each input.")
    var topK: Int?

    @OptionGroup var threads: ThreadOptions

    @Option(help: "How many inputs are run at once; no answer depends on it.")
    var batchSize = 8

    func validate() throws {
        guard !inputs.isEmpty else { throw ValidationError("at least one input is needed") }
        if let topK, topK < 1 { throw ValidationError("--top-k is at least 1, found \(topK)") }
        guard batchSize >= 1 else {
            throw ValidationError("--batch-size is at least 1, found \(batchSize)")
        }
        for option in taskOptions where !option.contains("=") {
            throw ValidationError("--option takes name=value, not '\(option)'")
        }
        _ = try pipeline
    }

    func run() async throws {
        let pipeline = try pipeline
        let options = try options(pipeline)
        let decoding = try pipeline.decoding(options)
        let files = InputFiles()
        let requests = try pipeline.requests(inputs, files: files)
        let loaded = try NativeModel.load(
            folder: model,
            catalog: modelCatalog,
            threads: threads.count
        )
        let context = NativeContext(
            loaded,
            folder: model,
            decoding: decoding,
            files: try pipeline.files(options),
            threads: threads.count,
            isIdentified: false
        )
        guard let model = try pipeline.model(context) else {
            throw ValidationError("\(loaded.architecture) is no model for \(task)")
        }
        for (index, request) in requests.enumerated() {
            guard let note = pipeline.note(on: request, context) else { continue }
            printError("\(name(of: request, index, requests.count)): \(note)")
        }
        let outputs = try await answers(requests, model, files)
        let pairs = zip(outputs, requests)
        switch format {
        case .json:
            let values = pairs.map { pipeline.json($0, to: $1) }
            print(values.count == 1 ? values[0].text : JSONValue.array(values).text)
        case .text:
            for (index, (output, request)) in pairs.enumerated() {
                let first = name(of: request, index, requests.count)
                for line in pipeline.lines(output, to: request) {
                    print(([first] + line).joined(separator: "\t"))
                }
            }
        }
    }

    private var pipeline: any NativePipeline.Type {
        get throws {
            do { return try nativePipelineCatalog(task) } catch {
                throw ValidationError("\(error)")
            }
        }
    }

    private func options(_ pipeline: any NativePipeline.Type) throws -> Settings {
        var settings = Settings(owner: task, file: "--option", line: 0)
        for option in taskOptions {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            settings.set(String(parts[0]), to: Self.value(String(parts[1])))
        }
        if let topK { settings.set("top_k", to: .integer(topK)) }
        try settings.refuseUnknown(pipeline.options.map(\.name), kind: "option of \(task)")
        return settings
    }

    /// A number, a truth value or a JSON array if it is one, else the text itself.
    private static func value(_ text: String) -> JSONValue {
        switch try? JSONValue(parsing: text) {
        case .some(let value) where value.object == nil && value.string == nil && value != .null:
            value
        default: .string(text)
        }
    }

    /// What people know a request by: the input where each request is one, else its text or the first
    /// of its sentences.
    private func name(of request: ModelRequest, _ index: Int, _ count: Int) -> String {
        count == inputs.count ? inputs[index] : request.text ?? request.choices?.first ?? ""
    }

    /// The answers, batch by batch; the first failure ends it, and names its request.
    private func answers(
        _ requests: [ModelRequest],
        _ model: any Model,
        _ files: InputFiles
    ) async throws -> [ModelOutput] {
        var outputs: [ModelOutput] = []
        for start in stride(from: 0, to: requests.count, by: batchSize) {
            let questions = requests[start..<min(start + batchSize, requests.count)].map {
                Question(request: $0, digest: $0.digest, exampleKey: "", exampleSplit: "")
            }
            for answer in try await model.answer(questions, media: files) {
                switch answer.result {
                case .success(let output): outputs.append(output)
                case .failure(let failure):
                    let name = name(of: requests[outputs.count], outputs.count, requests.count)
                    throw PredictionFailure("cannot answer '\(name.prefix(80))': \(failure)")
                }
            }
        }
        await model.close()
        return outputs
    }
}
