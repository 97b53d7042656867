import Digests
import Domain
import Storage

/// A page of examples on the way to their answers.
///
/// Equal requests are asked once. An example is ready to be linked when its requests and those of
/// every example before it are answered.
struct PredictionPage: Sendable {
    /// A request's place.
    private struct Item: Sendable {
        let exampleID: Int64
        let request: Int
        let digest: ShortDigest
        /// The number of questions that must be answered before this one is; 0 for none.
        let needs: Int
    }

    private let examples: [Store.Stored]
    private let resolved: ResolvedTask
    /// Each example's requests, or why there are none.
    private var requests: [[(request: ModelRequest?, digest: SHA256Digest, short: ShortDigest)]] =
        []
    private var failures: [ShortDigest: NewPrediction] = [:]

    private var questions: [Question] = []
    private var items: [[Item]] = []
    private var asked = 0
    private var answered = 0
    private var linked = 0
    private var predictions: [NewPrediction] = []
    private var failedDigests: Set<ShortDigest> = []
    /// Examples for which nothing has to be asked.
    private(set) var reusedCount = 0

    /// The id of the last example.
    let lastExample: Int64

    /// Makes the requests of some examples; nil if there are none.
    init?(_ examples: [Store.Stored], resolved: ResolvedTask) {
        guard let last = examples.last else { return nil }
        lastExample = last.id
        self.examples = examples
        self.resolved = resolved
        requests.reserveCapacity(examples.count)
        for stored in examples { requests.append(requestsOf(stored.example)) }
    }

    /// How many examples it has.
    var count: Int { examples.count }

    /// What the page's predictions are stored under.
    var digests: Set<ShortDigest> {
        var digests: Set<ShortDigest> = []
        digests.reserveCapacity(requests.count)
        for example in requests {
            for request in example { digests.insert(request.short) }
        }
        return digests
    }

    /// Takes out what is answered already, and makes questions of the rest.
    mutating func drop(_ known: Set<ShortDigest>) {
        var position: [ShortDigest: Int] = [:]
        items.reserveCapacity(examples.count)
        for (stored, own) in zip(examples, requests) {
            var row: [Item] = []
            var isReused = true
            for (index, entry) in own.enumerated() {
                var needs = 0
                if !known.contains(entry.short) {
                    isReused = false
                    if let failure = failures.removeValue(forKey: entry.short) {
                        predictions.append(failure)
                        failedDigests.insert(entry.short)
                    }
                    if let request = entry.request {
                        if let earlier = position[entry.short] {
                            needs = earlier
                        } else {
                            questions.append(
                                Question(
                                    request: request,
                                    digest: entry.digest,
                                    exampleKey: stored.example.key,
                                    exampleSplit: stored.example.split
                                )
                            )
                            needs = questions.count
                            position[entry.short] = needs
                        }
                    }
                }
                row.append(
                    Item(
                        exampleID: stored.id,
                        request: index,
                        digest: entry.short,
                        needs: needs
                    )
                )
            }
            if isReused { reusedCount += 1 }
            items.append(row)
        }
        requests = []
    }

    var isDone: Bool { asked == questions.count && answered == asked }

    /// The next questions, at most so many.
    mutating func next(_ count: Int) -> [Question] {
        let end = count >= questions.count - asked ? questions.count : asked + count
        defer { asked = end }
        return Array(questions[asked..<end])
    }

    /// Takes the answers to the questions handed out last.
    mutating func take(_ answers: [Answer], seconds: Double) {
        for (question, answer) in zip(questions[answered..<asked], answers) {
            let digest = question.digest.short
            if case .failure = answer.result { failedDigests.insert(digest) }
            predictions.append(
                NewPrediction(
                    requestDigest: digest,
                    result: answer.result,
                    latencySeconds: answer.latencySeconds ?? seconds / Double(answers.count),
                    batchSize: answer.latencySeconds == nil ? answers.count : 1
                )
            )
        }
        answered += answers.count
    }

    /// What can be committed: new predictions, and links of the examples that are now complete.
    mutating func takeReady() -> (
        predictions: [NewPrediction], links: [PredictionLink], examples: Int, failed: Int
    ) {
        var links: [PredictionLink] = []
        let start = linked
        var failed = 0
        while linked < items.count, items[linked].allSatisfy({ $0.needs <= answered }) {
            links += items[linked].map {
                PredictionLink(
                    exampleID: $0.exampleID,
                    request: $0.request,
                    requestDigest: $0.digest
                )
            }
            if items[linked].contains(where: { failedDigests.contains($0.digest) }) { failed += 1 }
            linked += 1
        }
        defer { predictions = [] }
        return (predictions, links, linked - start, failed)
    }

    /// An example's requests with what their predictions are stored under.
    ///
    /// One that cannot be asked has a failure in its place, which is its own.
    private mutating func requestsOf(_ example: Example)
        -> [(request: ModelRequest?, digest: SHA256Digest, short: ShortDigest)]
    {
        do throws(PredictionFailure) {
            return try resolved.task.requests(for: resolved.asked(example)).map { request in
                let digest =
                    resolved.model.scope == .request
                    ? request.digest : ownDigest(example, of: request.digest)
                return (request, digest, digest.short)
            }
        } catch {
            let digest = ownDigest(example, of: nil)
            failures[digest.short] = NewPrediction(
                requestDigest: digest.short,
                result: .failure(error),
                latencySeconds: 0,
                batchSize: 1
            )
            return [(nil, digest, digest.short)]
        }
    }

    private func ownDigest(_ example: Example, of request: SHA256Digest?) -> SHA256Digest {
        var hasher = SHA256Hasher()
        hasher.update(field: request?.hexadecimal)
        hasher.update(field: resolved.dataset.name)
        hasher.update(field: example.split)
        hasher.update(field: example.key)
        return hasher.finish()
    }
}
