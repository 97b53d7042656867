/// The words that VADER knows: valences, degree adverbs, negations, idioms, and what emoji show.
///
/// Valences and emoji are vaderSentiment 3.3.2's (MIT, Copyright (c) 2016 C.J. Hutto; the licence lies
/// beside the files in `Lexicons`).
enum VaderLexicon {
    /// The valence of a word or emoticon in lower case, -4...4.
    static let valences: [String: Double] = {
        var valences: [String: Double] = [:]
        for line in lines(PackageResources.vader_valences_tsv) {
            let fields = line.split(separator: "\t")
            guard let valence = fields.first.flatMap({ Double($0) }) else { continue }
            for word in fields.dropFirst() { valences[String(word)] = valence }
        }
        return valences
    }()

    /// What an emoji shows, in words.
    static let emoji: [Unicode.Scalar: String] = {
        var emoji: [Unicode.Scalar: String] = [:]
        for line in lines(PackageResources.vader_emoji_tsv) {
            let fields = line.split(separator: "\t")
            guard fields.count == 2, let scalar = fields[0].unicodeScalars.first else { continue }
            emoji[scalar] = String(fields[1])
        }
        return emoji
    }()

    private static func lines(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    /// What a degree adverb adds to the size of the valence after it.
    static let boosters: [String: Double] = {
        var boosters: [String: Double] = [:]
        for word in words(intensifiers) { boosters[word] = step }
        for word in words(dampeners) + ["just enough", "kind of", "sort of"] {
            boosters[word] = -step
        }
        return boosters
    }()

    private static let step = 0.293

    private static let intensifiers = """
        absolutely amazingly awfully completely considerable considerably decidedly deeply effing
        enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
        flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
        fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
        particularly purely quite really remarkably so substantially thoroughly total totally
        tremendous tremendously uber unbelievably unusually utter utterly very
        """

    private static let dampeners = """
        almost barely hardly kinda kindof kind-of less little marginal marginally occasional
        occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of
        """

    /// Words that negate what follows; so does every word with `n't`.
    static let negations = Set(
        words(
            """
            aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt
            mustnt neednt oughtnt shant shouldnt wasnt werent wont wouldnt neither never none nope nor
            not nothing nowhere uhuh uh-uh without rarely seldom despite
            """
        )
    )

    /// Phrases with a valence of their own.
    static let idioms: [String: Double] = [
        "the shit": 3, "the bomb": 3, "bad ass": 1.5, "badass": 1.5, "bus stop": 0,
        "yeah right": -2,
        "kiss of death": -1.5, "to die for": 3, "beating heart": 3.5,
    ]

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
