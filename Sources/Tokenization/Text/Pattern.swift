/// What a stage looks for in a text.
enum Pattern: Sendable {
    /// These bytes of UTF-8.
    case text([UInt8])
    case regularExpression(RegularExpression)

    /// Cuts a text into what matches and what does not; all of it, in order.
    func matches(in text: UnsafeBufferPointer<UInt8>) throws(TokenizationError) -> [Match] {
        switch self {
        case .text(let wanted): return Self.matches(of: wanted, in: text)
        case .regularExpression(let expression): return try expression.matches(in: text)
        }
    }

    func matches(in segment: Segment) throws(TokenizationError) -> [Match] {
        let result: Result<[Match], TokenizationError> = segment.text.withUnsafeBufferPointer {
            text in
            do throws(TokenizationError) {
                return .success(try matches(in: text))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func matches(
        of wanted: [UInt8],
        in text: UnsafeBufferPointer<UInt8>
    ) -> [Match] {
        guard let first = wanted.first, text.count >= wanted.count else {
            return [Match(range: 0..<text.count, isMatch: false)]
        }
        var matches: [Match] = []
        var done = 0
        var index = 0
        while index + wanted.count <= text.count {
            guard text[index] == first,
                wanted.indices.allSatisfy({ text[index + $0] == wanted[$0] })
            else {
                index += 1
                continue
            }
            if done < index { matches.append(Match(range: done..<index, isMatch: false)) }
            index += wanted.count
            done = index
            matches.append(Match(range: index - wanted.count..<index, isMatch: true))
        }
        if done < text.count { matches.append(Match(range: done..<text.count, isMatch: false)) }
        return matches
    }

    /// Cuts a text by a property of its scalars: each scalar that has it is a match of its own.
    static func scalars(
        in text: UnsafeBufferPointer<UInt8>,
        where isMatch: (Unicode.Scalar) -> Bool
    ) -> [Match] {
        var matches: [Match] = []
        var done = 0
        var index = 0
        while index < text.count {
            let end = index + scalarWidth(text[index])
            if isMatch(text.scalar(at: index)) {
                if done < index { matches.append(Match(range: done..<index, isMatch: false)) }
                matches.append(Match(range: index..<end, isMatch: true))
                done = end
            }
            index = end
        }
        if done < text.count { matches.append(Match(range: done..<text.count, isMatch: false)) }
        return matches
    }
}
