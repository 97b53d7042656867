/// Answers in English made comparable, as the evaluation script of SQuAD 2.0 does.
///
/// Rajpurkar et al. 2018.
package enum EnglishAnswer {
    /// Lower case, without ASCII punctuation, without a, an and the, with single spaces.
    package static func normalize(_ text: String) -> String {
        var text = ScalarText(text.lowercased())
        text.scalars.removeAll(where: isPunctuation)
        text.rewrite { text, place in
            guard text.scalars[place] == "a" || text.scalars[place] == "t", text.isBoundary(place)
            else { return nil }
            for article in articles {
                if let end = text.end(of: article, at: place), text.isBoundary(end) {
                    return (end, [" "])
                }
            }
            return nil
        }
        return text.words.joined(separator: " ")
    }

    private static let articles: [[Unicode.Scalar]] = [["a"], ["a", "n"], ["t", "h", "e"]]

    /// ASCII punctuation and symbols.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!"..."/", ":"..."@", "["..."`", "{"..."~": true
        default: false
        }
    }

    /// The F1 of two bags of words; 1 if both are empty, 0 if one is.
    static func f1(_ found: [String], _ expected: [String]) -> Double {
        if found.isEmpty || expected.isEmpty { return found.isEmpty == expected.isEmpty ? 1 : 0 }
        var left: [String: Int] = [:]
        for word in expected { left[word, default: 0] += 1 }
        var hits = 0
        for word in found {
            if let count = left[word], count > 0 {
                hits += 1
                left[word] = count - 1
            }
        }
        return 2 * Double(hits) / Double(found.count + expected.count)
    }
}
