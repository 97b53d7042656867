import Digests
import Domain
import Foundation
import Inference

/// A native text-classification checkpoint: a classifier of toxicity, of hate speech, of regard.
///
/// Texts longer than the model takes are cut at its limit, as the reference's pipeline does where it is
/// told to truncate. Scores are the pipeline's: sigmoid or softmax as the checkpoint says, unless the
/// suite says otherwise.
struct ClassifierScorer: TextScorer {
    static let kind = "text-classification"
    static let summary =
        "A native text-classification checkpoint; a score for each class, in 0...1 unless none is "
        + "applied."
    static let settings = [
        KnownOption("path", "The checkpoint's folder."),
        KnownOption(
            "labels",
            "The checkpoint's classes with the score that each is; all by their names in lower case."
        ),
        KnownOption(
            "function",
            "What makes scores of logits: softmax, sigmoid or none; as the checkpoint says."
        ),
    ]
    static let pathSetting: String? = "path"
    private static let version = "1"
    /// Texts that the model is given at once; changes no score.
    private static let batchSize = 32

    let identity: TextScorerIdentity
    let scores: [String]
    private let classifier: any TextClassifying
    private let scoring: LabelScoring
    /// The index of each score's class.
    private let classes: [String: Int]

    init(_ context: TextScorerContext) throws {
        let settings = context.settings
        let path = try context.path("path")
        let function = try settings.choice("function", of: ["none", "sigmoid", "softmax"])
        let loaded: NativeModel
        do {
            loaded = try NativeModel.load(
                folder: path,
                catalog: context.architectures,
                threads: context.threads
            )
        } catch {
            throw settings.error(at: "path", "\(settings.owner): \(error)")
        }
        guard let classifier = loaded.role as? any TextClassifying else {
            throw settings.error(
                at: "path",
                "\(settings.owner): a native '\(loaded.modelType)' model of the class "
                    + "\(loaded.architecture) does not classify texts"
            )
        }
        self.classifier = classifier
        scoring = Self.scoring(function) ?? classifier.scoring
        classes = try Self.classes(classifier.labels, settings)
        scores = classes.keys.sorted()
        identity = TextScorerIdentity(
            name: context.name,
            kind: Self.kind,
            version: Self.version,
            content: [
                "checkpoint": .string(loaded.digest.hexadecimal),
                "function": .string("\(scoring)"),
                "classes": .object(
                    classes.mapValues { .string(classifier.labels[$0]) }
                ),
            ],
            details: [
                "folder": .string(URL(fileURLWithPath: path).lastPathComponent),
                "modelType": .string(loaded.modelType),
                "parameters": .integer(loaded.parameterCount),
            ]
        )
    }

    private static func scoring(_ name: String?) -> LabelScoring? {
        switch name {
        case "softmax": .softmax
        case "sigmoid": .sigmoid
        case "none": LabelScoring.none
        default: nil
        }
    }

    /// The class of each score, by the setting `labels` or by the classes' own names.
    private static func classes(_ labels: [String], _ settings: Settings) throws -> [String: Int] {
        var classes: [String: Int] = [:]
        func add(_ score: String, _ index: Int) throws {
            guard classes.updateValue(index, forKey: score) == nil else {
                throw settings.error(
                    at: "labels",
                    "\(settings.owner): two classes would be the score '\(score)'; "
                        + "name the ones that are wanted under 'labels'"
                )
            }
        }
        guard let given = settings.plain["labels"], given != .null else {
            for (index, label) in labels.enumerated() { try add(label.lowercased(), index) }
            return classes
        }
        guard let names = given.object, !names.isEmpty else {
            throw settings.error(
                at: "labels",
                "'labels' of \(settings.owner) must be a mapping of classes to names of scores, "
                    + "such as { toxic: toxicity }, found \(given.text)"
            )
        }
        for (label, score) in names.sorted(by: { $0.key < $1.key }) {
            guard let index = labels.firstIndex(of: label) else {
                let unknown = UnknownNameError(
                    kind: "class of the checkpoint",
                    name: label,
                    known: labels
                )
                throw settings.error(at: "labels", "\(settings.owner): \(unknown)")
            }
            guard let score = score.string, !score.isEmpty else {
                throw settings.error(
                    at: "labels",
                    "'labels' of \(settings.owner) must name a score for the class '\(label)', "
                        + "found \(score.text)"
                )
            }
            try add(score, index)
        }
        return classes
    }

    func scores(of texts: [String]) throws -> [[String: Double]] {
        var found: [[String: Double]] = []
        found.reserveCapacity(texts.count)
        for start in stride(from: 0, to: texts.count, by: Self.batchSize) {
            let batch = texts[start..<min(start + Self.batchSize, texts.count)]
            do {
                let encoded = try batch.map { try classifier.front.encode($0, pair: nil) }
                for logits in try classifier.logits(for: encoded) {
                    try logits.requireFinite()
                    let values = scoring.values(logits)
                    found.append(classes.mapValues { values[$0] })
                }
            } catch {
                throw EvaluationError.scoring(
                    what: "the text scorer '\(identity.name)'",
                    reason: "\(error)"
                )
            }
        }
        return found
    }
}
