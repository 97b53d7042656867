/// Overlap of a summary with a reference, as the Python package rouge_score 0.1.2 counts it (Lin 2004).
struct Rouge {
    /// What is compared.
    enum Kind: Hashable, Sendable {
        case ngrams(Int)
        case longestSubsequence
        /// Sentence by sentence, sentences being lines.
        case summary
    }

    /// Precision, recall and their harmonic mean, each 0...1.
    struct Score: Equatable {
        let precision: Double
        let recall: Double

        var f1: Double {
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        }
    }

    let kind: Kind
    let stems: Bool

    func score(reference: String, hypothesis: String) -> Score {
        var vocabulary = Vocabulary()
        guard kind == .summary else {
            let a = vocabulary.numbers(words(reference))
            let b = vocabulary.numbers(words(hypothesis))
            if case .ngrams(let order) = kind { return score(a, b, order) }
            return Self.score(Self.row(a, b).last ?? 0, a.count, b.count)
        }
        func sentences(_ text: String) -> [[UInt32]] {
            text.unicodeScalars.split(separator: "\n").map {
                vocabulary.numbers(words(String(String.UnicodeScalarView($0))))
            }
        }
        let a = sentences(reference), b = sentences(hypothesis)
        return Self.score(
            Self.union(a, b),
            a.reduce(0) { $0 + $1.count },
            b.reduce(0) { $0 + $1.count }
        )
    }

    /// Runs of ASCII letters and digits in lower case; stems of those longer than three.
    func words(_ text: String) -> [String] {
        text.lowercased().utf8.split { byte in
            !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }.map { bytes in
            let word = String(decoding: bytes, as: UTF8.self)
            return stems && bytes.count > 3 ? PorterStemmer.stem(word) : word
        }
    }

    private func score(_ a: [UInt32], _ b: [UInt32], _ order: Int) -> Score {
        let x = Ngrams(a, order: order), y = Ngrams(b, order: order)
        return Self.score(x.matches(y), x.total, y.total)
    }

    private static func score(_ hits: Int, _ reference: Int, _ hypothesis: Int) -> Score {
        Score(
            precision: Double(hits) / Double(max(hypothesis, 1)),
            recall: Double(hits) / Double(max(reference, 1))
        )
    }

    /// The lengths of the longest common subsequences of all of `a` and each start of `b`.
    private static func row(_ a: [UInt32], _ b: [UInt32]) -> [Int] {
        table(a, b).last ?? []
    }

    private static func table(_ a: [UInt32], _ b: [UInt32]) -> [[Int]] {
        var table = [[Int](repeating: 0, count: b.count + 1)]
        for unit in a {
            let above = table[table.count - 1]
            var row = [0]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                row.append(unit == b[j] ? above[j] + 1 : max(above[j + 1], row[j]))
            }
            table.append(row)
        }
        return table
    }

    /// Words of the reference's sentences that are in a longest common subsequence with any sentence of
    /// the other, no word counted more often than either text has it.
    private static func union(_ a: [[UInt32]], _ b: [[UInt32]]) -> Int {
        var left: [UInt32: (Int, Int)] = [:]
        for word in a.joined() { left[word, default: (0, 0)].0 += 1 }
        for word in b.joined() { left[word, default: (0, 0)].1 += 1 }
        var hits = 0
        for sentence in a {
            let places = b.reduce(into: Set<Int>()) { $0.formUnion(common(sentence, $1)) }
            for place in places {
                guard let counts = left[sentence[place]], counts.0 > 0, counts.1 > 0 else {
                    continue
                }
                hits += 1
                left[sentence[place]] = (counts.0 - 1, counts.1 - 1)
            }
        }
        return hits
    }

    /// The places in `a` of one longest common subsequence.
    private static func common(_ a: [UInt32], _ b: [UInt32]) -> [Int] {
        let table = table(a, b)
        var places: [Int] = []
        var i = a.count, j = b.count
        while i > 0, j > 0 {
            if a[i - 1] == b[j - 1] {
                i -= 1
                j -= 1
                places.append(i)
            } else if table[i][j - 1] > table[i - 1][j] {
                j -= 1
            } else {
                i -= 1
            }
        }
        return places
    }
}
