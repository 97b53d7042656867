import Domain

/// The ranks of pictures for captions and of captions for pictures by cosine similarity.
///
/// Ties are pessimistic: a candidate that is exactly as near as the right one comes before it, so
/// that a model which gives everything one embedding ranks last, not first. An embedding of norm 0
/// is equally (0) near to everything.
struct CosineRanking {
    /// For each caption, from 1: the rank of its picture among all pictures.
    private(set) var pictureOfCaption: [Int]
    /// For each picture, from 1: the best rank of a caption of its own among all captions.
    private(set) var captionOfPicture: [Int]

    /// Ranks everything against everything.
    ///
    /// - Parameters:
    ///   - captions: `[captions][D]`.
    ///   - pictures: `[pictures][D]`.
    ///   - owner: `[captions]`, the index of each caption's picture.
    /// - Throws: ``EvaluationError/scoring(what:reason:)`` if the embeddings differ in length.
    init(captions: [[Float]], pictures: [[Float]], owner: [Int]) throws {
        let width = captions.first?.count ?? 0
        if let other = (captions + pictures).first(where: { $0.count != width }) {
            throw EvaluationError.scoring(
                what: ImageTextRetrieval.name,
                reason: "embeddings of \(width) and of \(other.count) numbers cannot be compared; "
                    + "the model must give all captions and pictures one length"
            )
        }
        let lanes = (width + 15) / 16
        let captionRows = Self.normalized(captions, lanes: lanes)
        let pictureRows = Self.normalized(pictures, lanes: lanes)

        let own = owner.indices.map {
            Self.product(captionRows, $0, pictureRows, owner[$0], lanes: lanes)
        }
        var best = [Float](repeating: -.infinity, count: pictures.count)
        for caption in owner.indices {
            best[owner[caption]] = max(best[owner[caption]], own[caption])
        }

        pictureOfCaption = Array(repeating: 1, count: captions.count)
        captionOfPicture = Array(repeating: 1, count: pictures.count)
        // Blocks of pictures that stay in the cache while all captions pass over them.
        let block = max(1, 16_384 / max(1, lanes))
        for start in stride(from: 0, to: pictures.count, by: block) {
            let end = min(start + block, pictures.count)
            for caption in captions.indices {
                for picture in start..<end where picture != owner[caption] {
                    let score = Self.product(
                        captionRows,
                        caption,
                        pictureRows,
                        picture,
                        lanes: lanes
                    )
                    if !(score < own[caption]) { pictureOfCaption[caption] += 1 }
                    if !(score < best[picture]) { captionOfPicture[picture] += 1 }
                }
            }
        }
    }

    /// Rows of unit length, filled with zeros to whole lanes.
    private static func normalized(_ rows: [[Float]], lanes: Int) -> [SIMD16<Float>] {
        var result = [SIMD16<Float>](repeating: .zero, count: rows.count * lanes)
        for (index, row) in rows.enumerated() {
            let norm = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            guard norm > 0 else { continue }
            for (column, value) in row.enumerated() {
                result[index * lanes + column / 16][column % 16] = Float(Double(value) / norm)
            }
        }
        return result
    }

    @inline(__always)
    private static func product(
        _ a: [SIMD16<Float>],
        _ i: Int,
        _ b: [SIMD16<Float>],
        _ j: Int,
        lanes: Int
    ) -> Float {
        var sum = SIMD16<Float>.zero
        for lane in 0..<lanes { sum += a[i * lanes + lane] * b[j * lanes + lane] }
        return sum.sum()
    }
}
