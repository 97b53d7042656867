/// The tokens of a model, by their bytes and by their ids.
///
/// A table with open addressing over one buffer: words are looked up as bytes, without strings.
struct Vocabulary: Sendable {
    /// All tokens' bytes, one after another.
    private var bytes: [UInt8] = []
    /// Where each entry's bytes begin, and one more.
    private var starts: [Int32] = [0]
    /// Each entry's id.
    private var ids: [Int32] = []
    /// Entry plus one by hash; 0 is empty.
    private var table: [Int32]
    /// Parts of the entries' hashes, so that most misses end without looking at bytes.
    private var hashes: [UInt32] = []
    /// Each entry's token.
    private var tokens: [String] = []
    /// Entry plus one by id, 0 where there is none; ids beyond it are in `others`.
    private var entries: [Int32]
    private var others: [Int32: Int32] = [:]
    /// Bytes of the longest token.
    private(set) var longest = 0

    /// One more than the largest id; 0 if it is empty.
    private(set) var idLimit = 0

    /// The number of tokens.
    var count: Int { ids.count }

    /// Makes a vocabulary; of tokens that occur twice, or ids, the last counts.
    init(_ tokens: [(token: String, id: Int)]) {
        var size = 16
        while size < tokens.count * 2 { size *= 2 }
        table = [Int32](repeating: 0, count: size)
        let limit = tokens.reduce(0) { max($0, $1.id + 1) }
        // Ids without tokens are few, or it is a strange file.
        entries = [Int32](repeating: 0, count: min(limit, tokens.count * 4 + 1024))
        bytes.reserveCapacity(tokens.reduce(0) { $0 + $1.token.utf8.count })
        starts.reserveCapacity(tokens.count + 1)
        for (token, id) in tokens { add(token, id) }
    }

    private mutating func add(_ text: String, _ id: Int) {
        let token = Array(text.utf8)
        let found = token.withUnsafeBufferPointer { place(of: $0) }
        let entry = found ?? ids.count
        if found == nil {
            tokens.append(text)
            bytes.append(contentsOf: token)
            starts.append(Int32(bytes.count))
            ids.append(Int32(id))
            let hash = token.withUnsafeBufferPointer { Self.hash($0) }
            hashes.append(hash)
            var slot = Int(hash) & (table.count - 1)
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = Int32(entry + 1)
            longest = max(longest, token.count)
        } else {
            ids[entry] = Int32(id)
        }
        if id < entries.count {
            entries[id] = Int32(entry + 1)
        } else {
            others[Int32(id)] = Int32(entry + 1)
        }
        idLimit = max(idLimit, id + 1)
    }

    /// FNV-1a, then a mix of its bits.
    @inline(__always)
    private static func hash(_ token: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash = seed
        for byte in token { hash = step(hash, byte) }
        return finish(hash)
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    @inline(__always)
    private static func finish(_ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: (hash ^ (hash >> 29)) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }

    @inline(__always)
    private func place(of token: UnsafeBufferPointer<UInt8>) -> Int? {
        place(of: token, hash: Self.hash(token))
    }

    @inline(__always)
    private func place(of token: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int? {
        var slot = Int(hash) & (table.count - 1)
        while table[slot] != 0 {
            let entry = Int(table[slot]) - 1
            if hashes[entry] == hash {
                let start = Int(starts[entry])
                if Int(starts[entry + 1]) - start == token.count, matches(token, at: start) {
                    return entry
                }
            }
            slot = (slot + 1) & (table.count - 1)
        }
        return nil
    }

    @inline(__always)
    private func matches(_ token: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for index in 0..<token.count where bytes[start + index] != token[index] { return false }
        return true
    }

    /// The id of a token given as UTF-8.
    @inline(__always)
    func id(of token: UnsafeBufferPointer<UInt8>) -> Int32? {
        place(of: token).map { ids[$0] }
    }

    func id(of token: String) -> Int? {
        Array(token.utf8).withUnsafeBufferPointer { id(of: $0) }.map(Int.init)
    }

    /// Hands over every token that a text begins with: its length in bytes and its id.
    ///
    /// The shortest comes first.
    @inline(__always)
    func forEachPrefix(of text: UnsafeBufferPointer<UInt8>, _ body: (Int, Int32) -> Void) {
        var hash = Self.seed
        for length in 1...max(1, min(longest, text.count)) where length <= text.count {
            hash = Self.step(hash, text[length - 1])
            // A token ends where a scalar does.
            if length < text.count, isContinuation(text[length]) { continue }
            if let place = place(of: text.part(0..<length), hash: Self.finish(hash)) {
                body(length, ids[place])
            }
        }
    }

    /// The token of an id; nil if there is none.
    func token(_ id: Int) -> String? {
        let entry =
            entries.indices.contains(id)
            ? entries[id] : Int32(exactly: id).flatMap { others[$0] } ?? 0
        return entry > 0 ? tokens[Int(entry) - 1] : nil
    }

    /// The ids of the tokens `<0x00>` to `<0xFF>`; nil where there is none.
    func byteIDs() -> [Int32?] {
        (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return id(of: "<0x" + (digits.count < 2 ? "0" : "") + digits + ">").map(Int32.init)
        }
    }
}
