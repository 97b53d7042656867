import Dispatch
import Domain
import Inference
import Media
import Storage
import Synchronization

/// A native model in the role of the image-classification pipeline: the scores that the checkpoint
/// asks for over all classes, best first, equal scores in the order of the classes.
///
/// The pictures of a batch are decoded by as many threads as the model may have. Neither they nor the
/// size of the batches change an answer.
struct NativeImageClassifier: Model {
    let identity: ModelIdentity
    let batching = Batching.fixed
    let classifier: any ImageClassifying
    let topK: Int
    let threads: Int

    /// A batch's pictures, or why there is none.
    private typealias Decoded = [Result<PixelImage, any Error>]

    func answer(_ questions: [Question], media: any MediaSource) -> [Answer] {
        answer(decoded(questions, media))
    }

    // MARK: - Pictures

    private func decoded(_ questions: [Question], _ media: any MediaSource) -> Decoded {
        let workers = min(threads, questions.count)
        guard workers > 1 else { return questions.map { picture($0, media) } }
        let decoded = Mutex(
            [Result<PixelImage, any Error>?](repeating: nil, count: questions.count)
        )
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
            for index in stride(from: worker, to: questions.count, by: workers) {
                let result = picture(questions[index], media)
                decoded.withLock { $0[index] = result }
            }
        }
        return decoded.withLock { results in
            results.map { $0 ?? .failure(PredictionFailure("the picture was not decoded")) }
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
