extension Vader {
    /// A word or emoticon.
    struct Word {
        let lowercased: String
        /// Whether all of its letters are capitals and it has some.
        let isUpper: Bool

        /// Without the punctuation around it, unless fewer than three characters would be left: then it
        /// may be an emoticon.
        init(_ token: ArraySlice<Unicode.Scalar>) {
            let isMark = { (scalar: Unicode.Scalar) in
                scalar.value < 0x80 && Self.punctuation.contains(scalar)
            }
            var stripped = token.drop(while: isMark)
            while let last = stripped.last, isMark(last) { stripped.removeLast() }
            let kept = stripped.count > 2 ? stripped : token
            lowercased = ScalarText(Array(kept)).string.lowercased()
            isUpper =
                kept.contains { $0.properties.isUppercase }
                && !kept.contains {
                    $0.properties.isLowercase || $0.properties.generalCategory == .titlecaseLetter
                }
        }

        private static let punctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)

        var valence: Double? { VaderLexicon.valences[lowercased] }
        var booster: Double? { VaderLexicon.boosters[lowercased] }

        var isNegation: Bool {
            if VaderLexicon.negations.contains(lowercased) { return true }
            let bytes = Array(lowercased.utf8)
            return bytes.indices.contains { bytes[$0...].starts(with: "n't".utf8) }
        }
    }

    /// The words of a text, and what each is worth where it stands.
    struct Sentence {
        let words: [Word]
        /// Whether some words are in capitals and others are not, so that capitals are loud.
        private let hasLoudWords: Bool

        private static let capitals = 0.733
        private static let negation = -0.74

        init(_ text: ScalarText) {
            words = text.scalars.split(whereSeparator: ScalarText.isSpace).map(Word.init)
            hasLoudWords = (1..<max(1, words.count)).contains(words.count { $0.isUpper })
        }

        /// The word some places before another, in lower case; the place must be there.
        private func before(_ index: Int, _ distance: Int) -> String {
            words[index - distance].lowercased
        }

        /// The valence of a word with what the words around it make of it; 0 for a neutral one.
        func valence(of index: Int) -> Double {
            let word = words[index]
            let next = index + 1 < words.count ? words[index + 1] : nil
            if word.booster != nil || (word.lowercased == "kind" && next?.lowercased == "of") {
                return 0
            }
            guard let known = word.valence else { return 0 }
            var valence = known
            // "no" before a word of the lexicon only negates it.
            if word.lowercased == "no", next?.valence != nil { valence = 0 }
            if followsNo(index) { valence = known * Self.negation }
            if word.isUpper, hasLoudWords {
                valence += valence > 0 ? Self.capitals : -Self.capitals
            }
            for distance in 1...3 where index >= distance {
                guard words[index - distance].valence == nil else { continue }
                valence +=
                    degree(of: words[index - distance], valence) * [1, 0.95, 0.9][distance - 1]
                valence = negated(valence, index, distance)
                if distance == 3 { valence = withIdioms(valence, index) }
            }
            return withLeast(valence, index)
        }

        private func followsNo(_ index: Int) -> Bool {
            if index > 0, before(index, 1) == "no" { return true }
            if index > 1, before(index, 2) == "no" { return true }
            return index > 2 && before(index, 3) == "no"
                && ["or", "nor"].contains(before(index, 1))
        }

        /// What a degree adverb adds to a valence after it.
        private func degree(of word: Word, _ valence: Double) -> Double {
            guard let booster = word.booster else { return 0 }
            let degree = valence < 0 ? -booster : booster
            guard word.isUpper, hasLoudWords else { return degree }
            return degree + (valence > 0 ? Self.capitals : -Self.capitals)
        }

        /// The valence after what a word before it negates or, as "never so", strengthens.
        private func negated(_ valence: Double, _ index: Int, _ distance: Int) -> Double {
            let isStrengthening = { (word: String) in word == "so" || word == "this" }
            switch distance {
            case 2:
                let one = before(index, 1), two = before(index, 2)
                if two == "never", isStrengthening(one) { return valence * 1.25 }
                if two == "without", one == "doubt" { return valence }
            case 3:
                let one = before(index, 1), two = before(index, 2), three = before(index, 3)
                if three == "never" && isStrengthening(two) || isStrengthening(one) {
                    return valence * 1.25
                }
                if three == "without", two == "doubt" || one == "doubt" { return valence }
            default: break
            }
            return words[index - distance].isNegation ? valence * Self.negation : valence
        }

        /// The valence of an idiom in its place, and what a degree of two or three words adds.
        private func withIdioms(_ valence: Double, _ index: Int) -> Double {
            func phrase(_ range: ClosedRange<Int>) -> String {
                words[range].map(\.lowercased).joined(separator: " ")
            }
            let before = [
                phrase(index - 3...index - 1), phrase(index - 3...index - 2),
                phrase(index - 2...index - 1),
            ]
            let around = [
                phrase(index - 1...index), phrase(index - 2...index), before[2], before[0],
                before[1],
            ]
            var valence = around.lazy.compactMap { VaderLexicon.idioms[$0] }.first ?? valence
            for end in [index + 1, index + 2] where end < words.count {
                valence = VaderLexicon.idioms[phrase(index...end)] ?? valence
            }
            for degree in before { valence += VaderLexicon.boosters[degree] ?? 0 }
            return valence
        }

        /// "least" negates, but for "at least" and "very least".
        private func withLeast(_ valence: Double, _ index: Int) -> Double {
            guard index > 0, before(index, 1) == "least", words[index - 1].valence == nil else {
                return valence
            }
            if index > 1, ["at", "very"].contains(before(index, 2)) { return valence }
            return valence * Self.negation
        }

        /// What stands before the first "but" weighs half and what stands behind it half as much again.
        ///
        /// The reference looks each valence up and changes the first that equals it.
        func weighContrast(_ valences: inout [Double]) {
            guard let contrast = words.firstIndex(where: { $0.lowercased == "but" }) else { return }
            for index in valences.indices {
                let valence = valences[index]
                guard let first = valences.firstIndex(of: valence) else { continue }
                if first < contrast { valences[first] = valence * 0.5 }
                if first > contrast { valences[first] = valence * 1.5 }
            }
        }
    }
}
