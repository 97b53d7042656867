import Synchronization

/// The tokens of words that came up before, since the same words come up again and again.
///
/// Bounded: when it is full it is emptied. Threads that find it taken work the word out instead of
/// waiting.
final class WordCache: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var pieces: [Piece] = []
        /// For each entry where its bytes and pieces end.
        var ends: [(bytes: Int, pieces: Int)] = []
        var table = [Int32](repeating: 0, count: WordCache.slots)
    }

    private static let slots = 1 << 15
    private static let maximumEntries = slots / 2
    /// Longer words are rare.
    private static let maximumBytes = 64

    private let state = Mutex(State())

    /// Appends a word's pieces if it is known; whether it is.
    func find(_ word: UnsafeBufferPointer<UInt8>, into pieces: inout [Piece]) -> Bool {
        guard word.count <= Self.maximumBytes else { return false }
        return state.withLockIfAvailable { state in
            let slot = Self.slot(of: word, in: state)
            guard state.table[slot] != 0 else { return false }
            let entry = Int(state.table[slot]) - 1
            let start = entry == 0 ? 0 : state.ends[entry - 1].pieces
            for index in start..<state.ends[entry].pieces { pieces.append(state.pieces[index]) }
            return true
        } ?? false
    }

    /// Remembers a word's pieces.
    func store(_ word: UnsafeBufferPointer<UInt8>, _ pieces: ArraySlice<Piece>) {
        guard word.count <= Self.maximumBytes else { return }
        state.withLockIfAvailable { state in
            if state.ends.count >= Self.maximumEntries { state = State() }
            let slot = Self.slot(of: word, in: state)
            guard state.table[slot] == 0 else { return }
            state.bytes.append(contentsOf: word)
            state.pieces.append(contentsOf: pieces)
            state.ends.append((state.bytes.count, state.pieces.count))
            state.table[slot] = Int32(state.ends.count)
        }
    }

    /// The slot of a word, or the free one where it belongs.
    @inline(__always)
    private static func slot(of word: UnsafeBufferPointer<UInt8>, in state: borrowing State) -> Int
    {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(slots - 1))
        while state.table[slot] != 0 {
            let entry = Int(state.table[slot]) - 1
            let start = entry == 0 ? 0 : state.ends[entry - 1].bytes
            if state.ends[entry].bytes - start == word.count {
                var index = 0
                while index < word.count, state.bytes[start + index] == word[index] { index += 1 }
                if index == word.count { return slot }
            }
            slot = (slot + 1) & (slots - 1)
        }
        return slot
    }
}
