import Domain
import Storage

/// A recording is played; the model writes down what is said.
struct SpeechRecognition: EvaluationTask {
    static let name = "automatic-speech-recognition"
    static let summary = "Writes down what is said in a recording."
    static let datasets: Set<DatasetKind> = [.speech]
    static let output = ModelOutput.Kind.text
    static let gives = [Outcome.Kind.text]
    static let options = TranscriptionSettings.known

    let decoding: [String: JSONValue]
    let files: [String: String]

    init(options: Settings) throws {
        let settings = try TranscriptionSettings(options)
        decoding = settings.decoding
        files = settings.files
    }

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [ModelRequest(task: Self.name, medium: try example.requireMedium(.audio))]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes {
        .each { outputs in .text(outputs.first?.plain ?? "") }
    }
}
