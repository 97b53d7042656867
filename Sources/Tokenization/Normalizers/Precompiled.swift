import Domain
import Foundation

/// SentencePiece's normalisation, compiled into a trie of bytes and the texts to put in their place.
///
/// The blob is the size of the trie in bytes, the trie (a double array of 32-bit units) and the texts,
/// each ended by a zero. A grapheme of fewer than six bytes is looked up whole, then scalar by scalar;
/// of prefixes that are found the shortest counts. Where something vanishes at the very front, the ranges
/// of what follows are off, as in the reference.
///
/// Source: sentencepiece `normalizer.cc`; spm_precompiled 0.1 and `normalizers/precompiled` of the
/// tokenizers library 0.21.
struct Precompiled: TextRewriter {
    static let type = "Precompiled"

    private let units: [UInt32]
    private let texts: [UInt8]
    /// What to put in the place of each character of ASCII.
    private var ascii: [[Unicode.Scalar]?] = []

    init(_ stage: StageScope) throws(TokenizationError) {
        let key = "precompiled_charsmap"
        let encoded = try stage.string(key, default: "")
        guard let data = Data(base64Encoded: encoded) else {
            throw stage.error(key, expected: "bytes in base 64", found: .string("something else"))
        }
        let bytes = Array(data)
        guard !bytes.isEmpty else {
            (units, texts) = ([], [])
            ascii = Array(repeating: nil, count: 128)
            return
        }
        func unit(_ index: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[index * 4 + $1]) << UInt32(8 * $1) }
        }
        let size = bytes.count >= 4 ? Int(unit(0)) : .max
        guard size % 4 == 0, bytes.count - 4 >= size,
            String(validating: bytes[(4 + size)...], as: UTF8.self) != nil
        else {
            throw stage.error(key, expected: "a trie and its texts", found: .string("cut off"))
        }
        units = (0..<size / 4).map { unit($0 + 1) }
        texts = Array(bytes[(4 + size)...])
        ascii = (UInt8(0)..<128).map { replacement(of: [$0]) }
    }

    func rewrite(_ segment: inout Segment) throws(TokenizationError) {
        var edits: [Edit] = []
        var isChanged = false
        func replace(_ count: Int, with new: [Unicode.Scalar]) {
            isChanged = true
            for (index, scalar) in new.enumerated() {
                edits.append(Edit(scalar, index < count ? 0 : 1))
            }
            // What vanishes, vanishes after the scalar before it, whatever that stands for.
            if new.count < count, let last = edits.popLast() {
                edits.append(Edit(last.scalar, last.change + new.count - count))
            }
        }
        edits.reserveCapacity(segment.text.count)
        for grapheme in Self.graphemes(of: segment.text) {
            if grapheme.count == 1, let scalar = grapheme.first, scalar.isASCII {
                if let new = ascii[Int(scalar.value)] {
                    replace(1, with: new)
                } else {
                    edits.append(Edit(scalar, 0))
                }
                continue
            }
            let bytes = Array(String(String.UnicodeScalarView(grapheme)).utf8)
            if bytes.count < 6, let new = replacement(of: bytes) {
                replace(grapheme.count, with: new)
                continue
            }
            for scalar in grapheme {
                if let new = replacement(of: Array(String(scalar).utf8)) {
                    replace(1, with: new)
                } else {
                    edits.append(Edit(scalar, 0))
                }
            }
        }
        if isChanged { segment.rewrite(edits) }
    }

    /// The graphemes of a text, as Unicode 16.0 has them: a scalar that is younger joins nothing before.
    private static func graphemes(of text: [UInt8]) -> [ArraySlice<Unicode.Scalar>] {
        var graphemes: [ArraySlice<Unicode.Scalar>] = []
        graphemes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            // Between two characters of ASCII is always an end, but for that of a line.
            var end = index + 1
            while end < text.count,
                text[end - 1] >= 0x80 || text[end] >= 0x80 || text[end] == 0x0A
            {
                end += 1
            }
            if end == index + 1 {
                graphemes.append([Unicode.Scalar(text[index])])
            } else {
                cut(text[index..<end], into: &graphemes)
            }
            index = end
        }
        return graphemes
    }

    private static func cut(
        _ text: ArraySlice<UInt8>,
        into graphemes: inout [ArraySlice<Unicode.Scalar>]
    ) {
        for character in String(decoding: text, as: UTF8.self) {
            let scalars = Array(character.unicodeScalars)
            var start = 0
            for index in scalars.indices.dropFirst()
            where scalars[index].value >= 0x300 && (scalars[index].properties.age?.major ?? 0) > 16
            {
                graphemes.append(scalars[start..<index])
                start = index
            }
            graphemes.append(scalars[start...])
        }
    }

    /// What to put in the place of a text; nil if nothing that it begins with is in the trie.
    private func replacement(of text: [UInt8]) -> [Unicode.Scalar]? {
        guard let start = shortestPrefix(of: text), start < texts.count else { return nil }
        let end = texts[start...].firstIndex(of: 0) ?? texts.count
        guard let text = String(validating: texts[start..<end], as: UTF8.self) else { return nil }
        return Array(text.unicodeScalars)
    }

    /// The value of the shortest entry that a text begins with.
    private func shortestPrefix(of text: [UInt8]) -> Int? {
        func offset(_ unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 0x200) >> 6) }
        guard let root = units.first else { return nil }
        var node = offset(root)
        for byte in text where byte != 0 {
            node ^= Int(byte)
            guard units.indices.contains(node) else { return nil }
            let unit = units[node]
            guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
            node ^= offset(unit)
            if unit >> 8 & 1 == 1 {
                guard units.indices.contains(node) else { return nil }
                return Int(units[node] & 0x7FFF_FFFF)
            }
        }
        return nil
    }
}
