import Digests
import Domain
import Storage

/// Captions and pictures are embedded; each should be nearest to its own.
///
/// A caption and its picture are two requests, so that a picture with five captions is asked once.
/// Ranks are among all captions and all pictures of the task whose requests were answered.
struct ImageTextRetrieval: EvaluationTask {
    static let name = "image-text-retrieval"
    static let summary = "Finds the picture of a caption, and the captions of a picture."
    static let datasets: Set<DatasetKind> = [.caption]
    static let output = ModelOutput.Kind.embedding
    static let gives = [Outcome.Kind.ranks]
    static let requestsPerExample = 2

    init(options: Settings) throws {}

    func requests(for example: Example) throws(PredictionFailure) -> [ModelRequest] {
        [
            ModelRequest(task: Self.name, text: try example.requireText("caption")),
            ModelRequest(task: Self.name, medium: try example.requireMedium(.image)),
        ]
    }

    func outcomes(_ kind: Outcome.Kind) -> Outcomes { .together(Self.ranks) }

    private static func ranks(_ examples: [AnsweredExample]) throws -> [Outcome] {
        var pictures: [[Float]] = []
        var captions: [[Float]] = []
        var indexOfPicture: [SHA256Digest: Int] = [:]
        var owner: [Int] = []
        var isFirst: [Bool] = []
        for example in examples {
            guard case .embedding(let caption) = example.outputs.first,
                case .embedding(let picture) = example.outputs.last,
                let medium = example.example.medium?.digest
            else { continue }
            captions.append(caption)
            isFirst.append(indexOfPicture[medium] == nil)
            let index = indexOfPicture[medium] ?? pictures.count
            if index == pictures.count {
                indexOfPicture[medium] = index
                pictures.append(picture)
            }
            owner.append(index)
        }
        let ranking = try CosineRanking(captions: captions, pictures: pictures, owner: owner)
        return owner.indices.map { caption in
            .ranks(
                RetrievalRanks(
                    imageOfText: ranking.pictureOfCaption[caption],
                    textOfImage: isFirst[caption]
                        ? ranking.captionOfPicture[owner[caption]] : nil
                )
            )
        }
    }
}
