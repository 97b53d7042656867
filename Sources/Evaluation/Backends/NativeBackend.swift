import Digests
import Domain
import Foundation
import Inference
import Media
import Storage

/// A checkpoint folder that this program runs itself.
struct NativeBackend: Backend {
    static let name = "native"
    static let summary = "Runs a Hugging Face checkpoint folder natively."
    static let settings = [KnownOption("path", "The checkpoint's folder.")]
    static let pathSetting: String? = "path"

    private let context: BackendContext
    private let loaded: NativeModel

    init(_ context: BackendContext) throws {
        self.context = context
        let folder = try context.path("path")
        do {
            loaded = try NativeModel.load(
                folder: folder,
                catalog: context.architectures,
                threads: context.threads
            )
        } catch {
            throw context.settings.error(at: "path", "model '\(context.name)': \(error)")
        }
    }

    func model(for task: TaskContext) throws -> any Model {
        let identity = ModelIdentity(
            digest: loaded.digest,
            description: .object([
                "modelType": .string(loaded.modelType),
                "parameters": .integer(loaded.parameterCount),
            ])
        )
        if task.task == ImageClassification.name,
            let classifier = loaded.role as? any ImageClassifying
        {
            return NativeImageClassifier(
                identity: identity,
                classifier: classifier,
                topK: task.topK
            )
        }
        throw context.settings.error(
            at: "path",
            "a native '\(loaded.modelType)' model cannot do the task \(task.task)"
        )
    }
}

/// A native model in the role of the image-classification pipeline: softmax over all classes, best
/// first, equal scores in the order of the classes.
struct NativeImageClassifier: Model {
    let identity: ModelIdentity
    let batching = Batching.fixed
    let classifier: any ImageClassifying
    let topK: Int

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        let decoded = questions.map { question in
            Result { () throws -> PixelImage in
                guard let medium = question.request.medium else {
                    throw PredictionFailure("the request has no picture")
                }
                return try PixelImage(decoding: media.bytes(of: medium))
            }
        }
        let images = decoded.compactMap { try? $0.get() }
        var scores = logits(images)[...]
        return decoded.map { image in
            switch image {
            case .failure(let error): .failed("\(error)")
            case .success: answer(scores.popFirst() ?? .failure(PredictionFailure("no scores")))
            }
        }
    }

    /// The logits of each picture; if the batch fails, each is asked alone, so that one bad picture
    /// spoils no other.
    private func logits(_ images: [PixelImage]) -> [Result<[Float], any Error>] {
        guard !images.isEmpty else { return [] }
        do {
            let rows = try classifier.logits(for: images)
            guard rows.count == images.count else {
                throw PredictionFailure("\(rows.count) rows of scores for \(images.count) pictures")
            }
            return rows.map { .success($0) }
        } catch  where images.count > 1 {
            return images.flatMap { logits([$0]) }
        } catch {
            return [.failure(error)]
        }
    }

    private func answer(_ logits: Result<[Float], any Error>) -> Answer {
        switch logits {
        case .failure(let error): return .failed("\(error)")
        case .success(let logits):
            guard logits.allSatisfy(\.isFinite), logits.count == classifier.labels.count else {
                return .failed("the model gave scores that are not finite numbers")
            }
            let probabilities = Self.softmax(logits)
            let order = probabilities.indices.sorted {
                (probabilities[$1], $0) < (probabilities[$0], $1)
            }
            return Answer(
                .success(
                    .labels(
                        order.prefix(topK).map {
                            ScoredLabel(label: classifier.labels[$0], score: probabilities[$0])
                        }
                    )
                )
            )
        }
    }

    private static func softmax(_ logits: [Float]) -> [Double] {
        let peak = Double(logits.max() ?? 0)
        let weights = logits.map { exp(Double($0) - peak) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
