import Digests
import Domain
import Storage

/// A picture, its caption and reference captions are embedded; what counts is how near they are.
///
/// References are the example's target, if it is a text or several; else the other captions of the same
/// picture among the task's examples. Every caption is put after "A photo depicts ", as CLIPScore wants.
///
/// Source: Hessel and others 2021, section 3; the repository jmhessel/clipscore.
struct ImageTextSimilarity: EvaluationTask {
    static let name = "image-text-similarity"
    static let summary = "Embeds pictures and captions, for how well the one fits the other."
    static let datasets: Set<DatasetKind> = [.caption]
    static let output = ModelOutput.Kind.embedding
    static let gives = [Outcome.Kind.similarity]
    /// Without references in the target; each of those is one more.
    static let requestsPerExample = 2

    /// What a caption is put after.
    static let prefix = "A photo depicts "

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        let caption = try example.requireText("caption")
        let picture = try example.requireMedium(.image)
        return [
            ModelRequest(task: Self.name, text: Self.prefix + caption),
            ModelRequest(task: Self.name, medium: picture),
        ] + Self.references(example).map { ModelRequest(task: Self.name, text: Self.prefix + $0) }
    }

    private static func references(_ example: Example) -> [String] {
        switch example.target {
        case .text(let text): [text]
        case .alternatives(let texts): texts
        default: []
        }
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { .together(Self.similarities) }

    private static func similarities(_ examples: [AnsweredExample]) throws -> [Outcome] {
        let vectors = try examples.map { example in
            try example.outputs.map { output in
                guard case .embedding(let vector) = output else {
                    throw EvaluationError.scoring(
                        what: "the example '\(example.example.key)'",
                        reason: "an answer is no embedding"
                    )
                }
                return vector
            }
        }
        var captions: [SHA256Digest: [Int]] = [:]
        for (index, example) in examples.enumerated() {
            if let picture = example.example.medium?.digest {
                captions[picture, default: []].append(index)
            }
        }
        return try examples.indices.map { index in
            let own = vectors[index]
            var references = Array(own.dropFirst(2))
            if examples[index].example.target == nil, let picture = examples[index].example.medium {
                references = (captions[picture.digest] ?? []).filter { $0 != index }
                    .map { vectors[$0][0] }
            }
            return .similarity(
                CaptionSimilarity(
                    picture: try cosine(own[0], own[1]),
                    references: try references.map { try cosine(own[0], $0) }
                )
            )
        }
    }

    /// The cosine of two vectors; 0 where one of them has no length.
    private static func cosine(_ a: [Float], _ b: [Float]) throws -> Double {
        guard a.count == b.count else {
            throw EvaluationError.scoring(
                what: name,
                reason: "embeddings of \(a.count) and of \(b.count) numbers cannot be compared; "
                    + "the model must give all captions and pictures one length"
            )
        }
        var product = 0.0, first = 0.0, second = 0.0
        for (x, y) in zip(a, b) {
            product += Double(x) * Double(y)
            first += Double(x) * Double(x)
            second += Double(y) * Double(y)
        }
        guard first > 0, second > 0 else { return 0 }
        return max(-1, min(1, product / (first * second).squareRoot()))
    }
}
