import Checkpoints

extension NGramModel {
    /// Lengths beyond this are refused.
    static let largestOrder = 16

    /// Reads an ARPA file.
    ///
    /// After `\data\` it says how many n-grams of each length there are; then, by length, a line for
    /// each: its logarithm to the base 10, its words, and perhaps its back-off weight.
    ///
    /// - Throws: ``NGramError/malformed(file:line:reason:)``, or ``CheckpointError`` for a file that
    ///   cannot be opened.
    package init(file: String) throws {
        let mapped = try MappedFile(path: file)
        try self.init(bytes: mapped.bytes, file: file)
    }

    /// Reads the bytes of an ARPA file; `file` is for messages.
    package init(bytes: UnsafeRawBufferPointer, file: String) throws(NGramError) {
        var lines = ARPALines(bytes: bytes, file: file)
        let counts = try Self.counts(&lines)
        var builder = Builder(orders: counts.count)
        for length in 1...counts.count {
            try lines.expect("\\\(length)-grams:")
            for _ in 0..<counts[length - 1] {
                try builder.add(try lines.fields(), length: length, of: counts.count, &lines)
            }
        }
        try lines.expect("\\end\\")
        self.init(
            counts: counts,
            words: builder.words,
            longer: builder.longer,
            entries: builder.entries
        )
    }

    /// The header: how many n-grams there are of each length.
    private static func counts(_ lines: inout ARPALines) throws(NGramError) -> [Int] {
        try lines.expect("\\data\\", skipping: true)
        var counts: [Int] = []
        while let line = lines.peek(), line.hasPrefix("ngram ") {
            _ = lines.next()
            let parts = line.dropFirst(6).split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2,
                let length = Int(parts[0].filter { $0 != " " }), length == counts.count + 1,
                let count = Int(parts[1].filter { $0 != " " }), count >= 0
            else {
                throw lines.malformed(
                    "it should say 'ngram \(counts.count + 1)=' and a number, found '\(line)'"
                )
            }
            // A line has at least a digit, a tab and a word.
            guard count <= lines.size / 4 + 1 else {
                throw lines.malformed("it promises \(count) n-grams, more than the file can hold")
            }
            counts.append(count)
        }
        guard (1...largestOrder).contains(counts.count) else {
            throw lines.malformed(
                "it has n-grams of \(counts.count) lengths; 1 to \(largestOrder) are read"
            )
        }
        return counts
    }

    /// Collects n-grams as they are read.
    private struct Builder {
        var words: [String: Int32] = [:]
        var longer: [[Key: Int32]]
        var entries: [[Entry]]

        init(orders: Int) {
            longer = Array(repeating: [:], count: max(orders - 1, 0))
            entries = Array(repeating: [], count: orders)
        }

        /// Adds an n-gram: its logarithm, `length` words and perhaps a back-off weight.
        mutating func add(
            _ fields: [String],
            length: Int,
            of orders: Int,
            _ lines: inout ARPALines
        ) throws(NGramError) {
            guard fields.count == length + 1 || fields.count == length + 2 && length < orders
            else {
                throw lines.malformed(
                    "a \(length)-gram has a logarithm, \(length) words and perhaps a back-off "
                        + "weight; found \(fields.count) fields"
                )
            }
            let logProbability = try number(fields[0], lines)
            guard logProbability <= 0 else {
                throw lines.malformed("the probability 10^\(fields[0]) is greater than 1")
            }
            let backOff = fields.count == length + 2 ? try number(fields[length + 1], lines) : 0
            let entry = Entry(logProbability: logProbability, backOff: backOff)
            if length == 1 {
                let word = fields[1]
                guard words[word] == nil else {
                    throw lines.malformed("the word '\(word)' is there twice")
                }
                words[word] = Int32(entries[0].count)
                entries[0].append(entry)
                return
            }
            var ids: [Int32] = []
            for word in fields[1...length] {
                guard let id = words[word] else {
                    throw lines.malformed("'\(word)' is no word of the 1-grams")
                }
                ids.append(id)
            }
            let key = Key(context: beginning(ids.dropLast()), word: ids[length - 1])
            if let known = longer[length - 2][key] {
                guard entries[length - 1][Int(known)].logProbability.isNaN else {
                    throw lines.malformed("the \(length)-gram is there twice")
                }
                entries[length - 1][Int(known)] = entry
                return
            }
            longer[length - 2][key] = Int32(entries[length - 1].count)
            entries[length - 1].append(entry)
        }

        /// The number of an n-gram that a longer one begins with; a pruned model may lack it.
        private mutating func beginning(_ ids: ArraySlice<Int32>) -> Int32 {
            guard let last = ids.last, ids.count > 1 else { return ids.first ?? 0 }
            let key = Key(context: beginning(ids.dropLast()), word: last)
            let length = ids.count
            if let known = longer[length - 2][key] { return known }
            let new = Int32(entries[length - 1].count)
            longer[length - 2][key] = new
            entries[length - 1].append(Entry(logProbability: .nan, backOff: 0))
            return new
        }

        /// A logarithm to the base 10 as a natural one.
        private func number(_ text: String, _ lines: ARPALines) throws(NGramError) -> Float {
            if let value = Double(text), !value.isNaN, value < .infinity {
                // SRILM writes -99 for what cannot happen; some tools write -inf.
                return Float(max(value, -1e30) * 2.302_585_092_994_045_7)
            }
            throw lines.malformed("'\(text)' is no number")
        }
    }
}

/// Why a language model cannot be read.
package enum NGramError: Error, Equatable, CustomStringConvertible {
    /// Lines count from 1.
    case malformed(file: String, line: Int, reason: String)

    package var description: String {
        switch self {
        case .malformed(let file, let line, let reason):
            "\(file), line \(line): \(reason); it should be a language model in ARPA format"
        }
    }
}

/// The lines of an ARPA file, blank ones left out.
private struct ARPALines {
    let bytes: UnsafeRawBufferPointer
    let file: String
    private var position = 0
    /// Of the line read last, from 1.
    private var number = 0

    init(bytes: UnsafeRawBufferPointer, file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// In bytes.
    var size: Int { bytes.count }

    /// The next line that is not blank; nil at the end.
    mutating func next() -> String? {
        advance().map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The next line, which stays the next.
    func peek() -> String? {
        var copy = self
        return copy.next()
    }

    /// Takes a line that must be there, perhaps after others.
    mutating func expect(_ wanted: String, skipping: Bool = false) throws(NGramError) {
        while let line = next() {
            if line == wanted { return }
            if !skipping {
                throw malformed("'\(wanted)' should be here, found '\(line.prefix(60))'")
            }
        }
        throw malformed("it ends before '\(wanted)'")
    }

    /// The fields of the next line, which is not one of those that begin with a backslash.
    mutating func fields() throws(NGramError) -> [String] {
        guard let line = advance() else { throw malformed("it ends before its n-grams do") }
        var fields: [String] = []
        var start = line.lowerBound
        for end in line.lowerBound...line.upperBound
        where end == line.upperBound || Self.isSpace(bytes[end]) {
            if start < end { fields.append(String(decoding: bytes[start..<end], as: UTF8.self)) }
            start = end + 1
        }
        if fields[0].hasPrefix("\\") {
            throw malformed("'\(fields[0].prefix(60))' comes before all n-grams that were promised")
        }
        return fields
    }

    func malformed(_ reason: String) -> NGramError {
        .malformed(file: file, line: number, reason: reason)
    }

    /// Where the next line that is not blank lies, without the spaces around it.
    private mutating func advance() -> Range<Int>? {
        while position < bytes.count {
            var start = position
            var end = start
            while end < bytes.count && bytes[end] != 0x0A { end += 1 }
            position = end + 1
            number += 1
            while start < end && Self.isSpace(bytes[start]) { start += 1 }
            while end > start && Self.isSpace(bytes[end - 1]) { end -= 1 }
            if start < end { return start..<end }
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}
