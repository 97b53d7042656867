import Dispatch
import Domain
import Inference
import Media
import Storage
import Synchronization

/// A native model in the role of the image-classification pipeline: the scores that the checkpoint
/// asks for over all classes, best first, equal scores in the order of the classes.
///
/// It takes several batches at once, so that the pictures of the next one are decoded while the model
/// computes. Neither that nor the size of the batches nor the threads change an answer.
struct NativeImageClassifier: Model {
    let identity: ModelIdentity
    let batching: Batching
    private let classifier: any ImageClassifying
    private let topK: Int
    private let batchSize: Int
    private let threads: Int

    /// Batches that are handed over at once at most; as many as take half a second.
    private static let batchesAtOnce = 32
    /// Batches that are decoded before they are asked for.
    private static let batchesAhead = 2

    /// A batch's pictures, or why there is none.
    private typealias Decoded = [Result<PixelImage, any Error>]

    init(
        identity: ModelIdentity,
        classifier: any ImageClassifying,
        topK: Int,
        batchSize: Int,
        threads: Int
    ) {
        self.identity = identity
        self.classifier = classifier
        self.topK = topK
        self.batchSize = max(1, batchSize)
        self.threads = max(1, threads)
        batching = .adaptive(limit: self.batchSize * Self.batchesAtOnce)
    }

    func answer(_ questions: [Question], media: any MediaSource) throws -> [Answer] {
        let batches = stride(from: 0, to: questions.count, by: batchSize).map {
            questions[$0..<min($0 + batchSize, questions.count)]
        }
        var answers: [Answer] = []
        answers.reserveCapacity(questions.count)
        // One thread is one thread; one batch has no next one.
        guard threads > 1, batches.count > 1 else {
            for batch in batches { answers += answer(decoded(batch, media)) }
            return answers
        }
        try Conveyor<Decoded>.carry(ahead: Self.batchesAhead) { put in
            for batch in batches { try put(decoded(batch, media)) }
        } take: { batch in
            answers += answer(batch)
        }
        return answers
    }

    // MARK: - Pictures

    /// The pictures of a batch, decoded by as many threads as the model may have.
    private func decoded(_ questions: ArraySlice<Question>, _ media: any MediaSource) -> Decoded {
        guard threads > 1, questions.count > 1 else { return questions.map { picture($0, media) } }
        let questions = Array(questions)
        let workers = min(threads, questions.count)
        let decoded = Mutex([Int: Result<PixelImage, any Error>](minimumCapacity: questions.count))
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: questions.count, by: workers) {
                let result = picture(questions[index], media)
                decoded.withLock { $0[index] = result }
            }
        }
        return decoded.withLock { decoded in
            questions.indices.map {
                decoded[$0] ?? .failure(PredictionFailure("the picture was not decoded"))
            }
        }
    }

    private func picture(
        _ question: Question,
        _ media: any MediaSource
    ) -> Result<PixelImage, any Error> {
        Result {
            guard let medium = question.request.medium else {
                throw PredictionFailure("the request has no picture")
            }
            return try PixelImage(decoding: media.bytes(of: medium))
        }
    }

    // MARK: - Scores

    private func answer(_ decoded: Decoded) -> [Answer] {
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
            let scores = classifier.scoring.scores(logits, labels: classifier.labels)
            return Answer(.success(.labels(Array(scores.prefix(topK)))))
        }
    }
}
