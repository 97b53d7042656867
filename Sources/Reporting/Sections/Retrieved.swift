/// What a search ranked first where it should have ranked the example's own picture first.
struct Retrieved: Sendable, Equatable {
    let medium: ShownMedium
    /// Of the picture that was found; nil if it has none.
    let caption: String?
    /// Cosines of the caption's embedding with those of the picture found and of its own.
    let similarity: Double
    let ownSimilarity: Double
}

/// How it looks below the caption and its own picture.
enum RetrievedView {
    static func render(_ found: Retrieved) -> HTML {
        let caption: HTML =
            found.caption.map { "<span class=\"muted\">\(Markup.data($0, limit: 160))</span>" } ?? ""
        return """
            <figure class="found"><figcaption>Ranked first instead: similarity \
            <strong>\(Numbers.fixed(found.similarity, 3))</strong>, its own picture \
            \(Numbers.fixed(found.ownSimilarity, 3))</figcaption>\
            \(MediumView.render(found.medium, name: "Example ranked first instead"))\(caption)</figure>
            """
    }
}
