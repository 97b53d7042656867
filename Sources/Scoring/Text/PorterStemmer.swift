/// Word stems after Porter 1980, with the changes that NLTK makes (its mode `NLTK_EXTENSIONS`, 3.10),
/// which is what rouge_score uses.
enum PorterStemmer {
    /// The stem of a word of lower-case ASCII letters and digits.
    static func stem(_ word: String) -> String {
        if let irregular = irregular[word] { return irregular }
        guard word.utf8.count > 2 else { return word }
        var stem = Array(word.utf8)
        plurals(&stem)
        pastAndProgressive(&stem)
        finalY(&stem)
        longSuffixes(&stem)
        apply(thirdRules, to: &stem) { measure($0) > 0 }
        residualSuffixes(&stem)
        finalE(&stem)
        if stem.hasSuffix("ll"), measure(stem.dropLast()) > 1 { stem.removeLast() }
        return String(decoding: stem, as: UTF8.self)
    }

    private typealias Word = [UInt8]

    private static let irregular: [String: String] = [
        "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie",
        "news": "news", "innings": "inning", "inning": "inning", "outings": "outing",
        "outing": "outing", "cannings": "canning", "canning": "canning", "howe": "howe",
        "proceed": "proceed", "exceed": "exceed", "succeed": "succeed",
    ]

    /// Whether each letter is a consonant; y is one unless it follows one.
    private static func consonants(_ word: some Sequence<UInt8>) -> [Bool] {
        var flags: [Bool] = []
        for letter in word {
            switch letter {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
                UInt8(ascii: "u"):
                flags.append(false)
            case UInt8(ascii: "y"): flags.append(flags.last.map { !$0 } ?? true)
            default: flags.append(true)
            }
        }
        return flags
    }

    /// How often a consonant follows a vowel: Porter's m.
    private static func measure(_ stem: some Sequence<UInt8>) -> Int {
        let flags = consonants(stem)
        return zip(flags, flags.dropFirst()).count { !$0 && $1 }
    }

    private static func hasVowel(_ stem: some Sequence<UInt8>) -> Bool {
        consonants(stem).contains(false)
    }

    /// Ends in consonant, vowel, consonant other than w, x and y; or is a vowel and a consonant.
    private static func endsShort(_ word: Word) -> Bool {
        let flags = consonants(word)
        if flags.count == 2 { return !flags[0] && flags[1] }
        guard flags.count >= 3, let last = word.last else { return false }
        return flags[flags.count - 3] && !flags[flags.count - 2] && flags[flags.count - 1]
            && !"wxy".utf8.contains(last)
    }

    private static func endsDouble(_ word: Word) -> Bool {
        word.count >= 2 && word[word.count - 1] == word[word.count - 2]
            && consonants(word).last == true
    }

    /// Applies the first rule whose suffix the word has, if its stem meets the condition.
    private static func apply(
        _ rules: [(suffix: String, replacement: String)],
        to word: inout Word,
        where condition: (ArraySlice<UInt8>) -> Bool
    ) {
        for rule in rules where word.hasSuffix(rule.suffix) {
            let stem = word.dropLast(rule.suffix.utf8.count)
            if condition(stem) { word = Array(stem) + Array(rule.replacement.utf8) }
            return
        }
    }

    private static func plurals(_ word: inout Word) {
        if word.hasSuffix("ies"), word.count == 4 {
            word.removeLast()
            return
        }
        apply([("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")], to: &word) { _ in true }
    }

    private static func pastAndProgressive(_ word: inout Word) {
        if word.hasSuffix("ied") {
            word.removeLast(word.count == 4 ? 1 : 2)
            return
        }
        if word.hasSuffix("eed") {
            if measure(word.dropLast(3)) > 0 { word.removeLast() }
            return
        }
        var found: Word?
        for suffix in ["ed", "ing"] where word.hasSuffix(suffix) {
            let stem = word.dropLast(suffix.utf8.count)
            if hasVowel(stem) {
                found = Array(stem)
                break
            }
        }
        guard var stem = found else { return }
        if stem.hasSuffix("at") || stem.hasSuffix("bl") || stem.hasSuffix("iz") {
            stem.append(UInt8(ascii: "e"))
        } else if endsDouble(stem) {
            if let last = stem.last, !"lsz".utf8.contains(last) { stem.removeLast() }
        } else if measure(stem) == 1, endsShort(stem) {
            stem.append(UInt8(ascii: "e"))
        }
        word = stem
    }

    /// "happy" becomes "happi", but "enjoy" and "by" stay.
    private static func finalY(_ word: inout Word) {
        guard word.last == UInt8(ascii: "y") else { return }
        let stem = word.dropLast()
        if stem.count > 1, consonants(stem).last == true {
            word[word.count - 1] = UInt8(ascii: "i")
        }
    }

    private static let secondRules = [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"),
        ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"),
        ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ].map { (suffix: $0.0, replacement: $0.1) }

    private static func longSuffixes(_ word: inout Word) {
        while word.hasSuffix("alli"), measure(word.dropLast(4)) > 0 { word.removeLast(2) }
        if secondRules.contains(where: { word.hasSuffix($0.suffix) }) {
            apply(secondRules, to: &word) { measure($0) > 0 }
        } else if word.hasSuffix("logi"), measure(word.dropLast(3)) > 0 {
            word.removeLast()
        }
    }

    private static let thirdRules = [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"),
        ("ful", ""), ("ness", ""),
    ].map { (suffix: $0.0, replacement: $0.1) }

    private static let fourthSuffixes = [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
        "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ]

    private static func residualSuffixes(_ word: inout Word) {
        for suffix in fourthSuffixes where word.hasSuffix(suffix) {
            let stem = word.dropLast(suffix.utf8.count)
            let fits =
                suffix != "ion" || stem.last == UInt8(ascii: "s") || stem.last == UInt8(ascii: "t")
            if fits, measure(stem) > 1 { word = Array(stem) }
            return
        }
    }

    private static func finalE(_ word: inout Word) {
        guard word.last == UInt8(ascii: "e") else { return }
        let stem = Array(word.dropLast())
        let m = measure(stem)
        if m > 1 || m == 1 && !endsShort(stem) { word = stem }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: String) -> Bool {
        count >= suffix.utf8.count && self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}
