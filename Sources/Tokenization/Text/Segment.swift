/// Where a byte came from: a range of bytes of the text as it was given.
struct Span: Sendable, Equatable {
    var start: Int32
    var end: Int32
}

/// A scalar of a rewritten text.
struct Edit: Sendable {
    let scalar: Unicode.Scalar
    /// 1 or more if it is new; 0 if it replaces a scalar; -n if it replaces one and n more vanish.
    let change: Int

    init(_ scalar: Unicode.Scalar, _ change: Int) {
        self.scalar = scalar
        self.change = change
    }
}

/// What a pattern did with a stretch of text.
struct Match: Equatable {
    let range: Range<Int>
    let isMatch: Bool
}

/// A stretch of text between added tokens, as the stages leave it, in UTF-8.
///
/// Every byte knows where it came from. How those ranges follow a rewriting is part of what the
/// reference promises (offsets), including where they are odd: a scalar that is new takes the range of
/// what stands before it.
///
/// Source: `NormalizedString` of the tokenizers library 0.21.
struct Segment: Sendable {
    private(set) var text: [UInt8]
    private(set) var spans: [Span]
    /// Which bytes of the given text it stands for.
    private(set) var origin: Range<Int>

    /// A stretch as it was given.
    ///
    /// - Parameters:
    ///   - bytes: Valid UTF-8.
    ///   - start: Where it begins in the given text, in bytes.
    init(_ bytes: UnsafeBufferPointer<UInt8>, start: Int) {
        text = Array(bytes)
        spans = []
        spans.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let width = scalarWidth(bytes[index])
            let span = Span(start: Int32(start + index), end: Int32(start + index + width))
            for _ in 0..<width { spans.append(span) }
            index += width
        }
        origin = start..<start + bytes.count
    }

    private init(text: [UInt8], spans: [Span], origin: Range<Int>) {
        self.text = text
        self.spans = spans
        self.origin = origin
    }

    var isEmpty: Bool { text.isEmpty }

    /// Itself, standing for no more than its bytes do.
    var tight: Segment {
        var segment = self
        if let first = spans.first, let last = spans.last {
            segment.origin = Int(first.start)..<max(Int(first.start), Int(last.end))
        }
        return segment
    }

    /// A part of it by the bytes of the rewritten text.
    func slice(_ range: Range<Int>) -> Segment {
        guard !range.isEmpty else {
            return Segment(text: [], spans: [], origin: range)
        }
        return Segment(text: Array(text[range]), spans: Array(spans[range]), origin: range).tight
    }

    /// The scalars of the rewritten text.
    var scalars: [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(text.count)
        text.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                scalars.append(bytes.scalar(at: index))
                index += scalarWidth(bytes[index])
            }
        }
        return scalars
    }

    // MARK: Rewriting

    /// Rewrites every byte of a text that is ASCII; nil drops it.
    mutating func mapASCII(_ map: (UInt8) -> UInt8?) {
        var kept = 0
        for index in text.indices {
            guard let byte = map(text[index]) else { continue }
            text[kept] = byte
            spans[kept] = spans[index]
            kept += 1
        }
        text.removeSubrange(kept...)
        spans.removeSubrange(kept...)
    }

    /// Rewrites the whole text.
    ///
    /// - Parameters:
    ///   - edits: The scalars of the new text.
    ///   - skipped: How many scalars vanish before the first edit.
    mutating func rewrite(_ edits: [Edit], skipping skipped: Int = 0) {
        // Bytes at the front that stand for nothing stay, as in the reference, which looks for the
        // first byte that stands for something.
        let front = spans.firstIndex { $0.start != $0.end } ?? spans.count
        rewrite(front..<text.count, edits, skipping: skipped)
    }

    /// Rewrites a part of the text.
    private mutating func rewrite(_ range: Range<Int>, _ edits: [Edit], skipping skipped: Int) {
        var newText: [UInt8] = []
        var newSpans: [Span] = []
        newText.reserveCapacity(range.count + 16)
        newSpans.reserveCapacity(range.count + 16)
        // The bytes of `count` scalars from `at`, which may run out.
        func width(of count: Int, at start: Int) -> Int {
            var end = start
            for _ in 0..<count where end < range.upperBound { end += scalarWidth(text[end]) }
            return end - start
        }
        var offset = range.lowerBound + width(of: skipped, at: range.lowerBound)
        for edit in edits {
            let span: Span
            if edit.change > 0 {
                span = offset < 1 ? Span(start: 0, end: 0) : spans[offset - 1]
            } else {
                span = offset < spans.count ? spans[offset] : spans.last ?? Span(start: 0, end: 0)
                offset += width(of: 1 - edit.change, at: offset)
            }
            let before = newText.count
            newText.append(edit.scalar)
            for _ in before..<newText.count { newSpans.append(span) }
        }
        text.replaceSubrange(range, with: newText)
        spans.replaceSubrange(range, with: newSpans)
    }

    /// Keeps some scalars.
    mutating func filter(_ keeps: (Unicode.Scalar) -> Bool) {
        var newText: [UInt8] = []
        var newSpans: [Span] = []
        newText.reserveCapacity(text.count)
        newSpans.reserveCapacity(text.count)
        forEachScalar { scalar, range in
            guard keeps(scalar) else { return }
            newText.append(contentsOf: text[range])
            newSpans.append(contentsOf: spans[range])
        }
        guard newText.count < text.count else { return }
        text = newText
        spans = newSpans
    }

    /// Puts each scalar's replacement, of which all but the first are new, in its place.
    mutating func map(_ replacement: (Unicode.Scalar) -> String?) {
        var newText: [UInt8] = []
        var newSpans: [Span] = []
        newText.reserveCapacity(text.count)
        newSpans.reserveCapacity(text.count)
        forEachScalar { scalar, range in
            if let replacement = replacement(scalar) {
                newText.append(contentsOf: replacement.utf8)
            } else {
                newText.append(contentsOf: text[range])
            }
            let span = spans[range.lowerBound]
            while newSpans.count < newText.count { newSpans.append(span) }
        }
        text = newText
        spans = newSpans
    }

    private func forEachScalar(_ body: (Unicode.Scalar, Range<Int>) -> Void) {
        text.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let end = index + scalarWidth(bytes[index])
                body(bytes.scalar(at: index), index..<end)
                index = end
            }
        }
    }

    /// Puts a text before it, which stands for what its first scalar stands for; nothing if empty.
    mutating func prepend(_ prefix: String) {
        guard let first = spans.first else { return }
        let bytes = Array(prefix.utf8)
        text.insert(contentsOf: bytes, at: 0)
        spans.insert(contentsOf: repeatElement(first, count: bytes.count), at: 0)
    }

    /// Puts a text in the place of every match; it stands for what the match's last byte stood for.
    mutating func replace(_ matches: [Match], with content: [UInt8]) {
        guard matches.contains(where: \.isMatch) else { return }
        var newText: [UInt8] = []
        var newSpans: [Span] = []
        newText.reserveCapacity(text.count)
        newSpans.reserveCapacity(text.count)
        for match in matches {
            if match.isMatch {
                let before = match.range.isEmpty ? newSpans.last : spans[match.range.upperBound - 1]
                let span = before ?? Span(start: 0, end: 0)
                newText.append(contentsOf: content)
                newSpans.append(contentsOf: repeatElement(span, count: content.count))
            } else {
                newText.append(contentsOf: text[match.range])
                newSpans.append(contentsOf: spans[match.range])
            }
        }
        text = newText
        spans = newSpans
    }

    /// Drops white space at its ends.
    mutating func strip(left: Bool, right: Bool) {
        let scalars = scalars
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            ScalarTraits.of(scalar).contains(.whitespace)
        }
        let leading = left ? scalars.prefix(while: isSpace).count : 0
        let trailing = right ? scalars.reversed().prefix(while: isSpace).count : 0
        guard leading > 0 || trailing > 0 else { return }
        let end = scalars.count - trailing
        var edits: [Edit] = []
        for (index, scalar) in scalars.enumerated() where index >= leading && index < end {
            edits.append(Edit(scalar, index == end - 1 ? -trailing : 0))
        }
        rewrite(edits, skipping: leading)
    }
}

extension Segment {
    /// Writes a character for each byte, as byte-level vocabularies do.
    mutating func spell() {
        var newText: [UInt8] = []
        var newSpans: [Span] = []
        newText.reserveCapacity(text.count * 2)
        newSpans.reserveCapacity(text.count * 2)
        for index in text.indices {
            let byte = text[index]
            let span = spans[index]
            if ByteAlphabet.isTwoBytes(byte) {
                newText.append(ByteAlphabet.scalars[Int(byte)])
                newSpans.append(span)
            } else {
                newText.append(byte)
            }
            newSpans.append(span)
        }
        self = Segment(text: newText, spans: newSpans, origin: origin)
    }
}
