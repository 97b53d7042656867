/// The directory of a zip archive whose entries are stored as they are, read from a mapped file.
///
/// PyTorch stores its entries uncompressed so that they can be mapped; compressed ones are only named.
/// Every size and place is checked against the file, and no two entries may share a byte.
///
/// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3 (zip64).
struct StoredArchive {
    /// Where each entry's bytes are in the file.
    let entries: [String: Range<Int>]
    /// Entries that are compressed.
    let compressed: Set<String>

    /// The most entries that are read: far beyond what checkpoints have.
    static let mostEntries = 1_000_000

    /// Reads the directory.
    ///
    /// - Throws: ``CheckpointError/malformed(file:format:reason:)``, or
    ///   ``CheckpointError/refused(file:reason:)`` for an encrypted entry.
    init(_ file: MappedFile) throws(CheckpointError) {
        var reader = Reader(bytes: file.bytes, path: file.path)
        entries = try reader.entries()
        compressed = reader.compressed
    }
}

private struct Reader {
    let bytes: UnsafeRawBufferPointer
    let path: String
    var compressed: Set<String> = []

    /// Signatures of the records, little-endian.
    private enum Signature {
        static let local: UInt32 = 0x0403_4B50
        static let central: UInt32 = 0x0201_4B50
        static let end: UInt32 = 0x0605_4B50
        static let end64: UInt32 = 0x0606_4B50
        static let locator64: UInt32 = 0x0706_4B50
    }

    private struct Directory {
        var count: Int
        var size: Int
        var start: Int
    }

    private struct Entry {
        var name: String
        var size: Int
        var header: Int
    }

    mutating func entries() throws(CheckpointError) -> [String: Range<Int>] {
        let directory = try directory()
        guard directory.count <= StoredArchive.mostEntries else {
            throw malformed("it claims \(directory.count) entries")
        }
        let end = directory.start + directory.size
        var place = directory.start
        var found: [String: Range<Int>] = [:]
        var taken: [Range<Int>] = []
        for _ in 0..<directory.count {
            guard let entry = try entry(&place, before: end) else { continue }
            let data = try data(of: entry, before: directory.start)
            guard found.updateValue(data, forKey: entry.name) == nil else {
                throw malformed("it has two entries '\(entry.name)'")
            }
            taken.append(entry.header..<data.upperBound)
        }
        taken.sort { $0.lowerBound < $1.lowerBound }
        for (one, next) in zip(taken, taken.dropFirst()) where one.upperBound > next.lowerBound {
            throw malformed("two of its entries overlap at byte \(next.lowerBound)")
        }
        return found
    }

    // MARK: - End of the directory

    private func directory() throws(CheckpointError) -> Directory {
        // The record is last but for a comment of at most 65,535 bytes.
        var place = bytes.count - 22
        let first = max(0, place - 0xFFFF)
        while place >= first, u32(place) != Signature.end { place -= 1 }
        guard place >= first, place >= 0 else {
            throw malformed("it has no directory at its end; it may be cut off")
        }
        guard u16(place + 4) == 0, u16(place + 6) == 0 else {
            throw malformed("it is one part of an archive in several")
        }
        var directory = Directory(
            count: Int(u16(place + 10)),
            size: Int(u32(place + 12)),
            start: Int(u32(place + 16))
        )
        if directory.count == 0xFFFF || directory.size == 0xFFFF_FFFF
            || directory.start == 0xFFFF_FFFF
        {
            directory = try directory64(before: place)
        }
        guard directory.start <= place, directory.size <= place - directory.start else {
            throw malformed("its directory lies outside it")
        }
        return directory
    }

    private func directory64(before end: Int) throws(CheckpointError) -> Directory {
        let locator = end - 20
        guard locator >= 0, u32(locator) == Signature.locator64,
            let record = Int(exactly: u64(locator + 8)), record <= locator - 56,
            u32(record) == Signature.end64,
            let count = Int(exactly: u64(record + 32)), let size = Int(exactly: u64(record + 40)),
            let start = Int(exactly: u64(record + 48))
        else { throw malformed("its zip64 directory cannot be found") }
        return Directory(count: count, size: size, start: start)
    }

    // MARK: - Entries

    /// The directory's next entry; nil for a folder or a compressed one.
    private mutating func entry(
        _ place: inout Int,
        before end: Int
    ) throws(CheckpointError) -> Entry? {
        guard end - place >= 46, u32(place) == Signature.central else {
            throw malformed("its directory ends too early")
        }
        let flags = u16(place + 8), method = u16(place + 10)
        let packed = u32(place + 20), size = u32(place + 24)
        let nameCount = Int(u16(place + 28)), extraCount = Int(u16(place + 30))
        let commentCount = Int(u16(place + 32))
        let header = u32(place + 42)
        let after = place + 46 + nameCount + extraCount + commentCount
        guard after <= end else { throw malformed("its directory ends too early") }
        guard let name = text(place + 46, nameCount) else {
            throw malformed("the name of an entry is not UTF-8")
        }
        guard flags & 1 == 0 else {
            throw .refused(file: path, reason: "its entry '\(name)' is encrypted")
        }
        var wide = try Wide(extra: place + 46 + nameCount, count: extraCount, self)
        let sizes = (
            plain: try wide.value(size, self), packed: try wide.value(packed, self),
            header: try wide.value(header, self)
        )
        guard method == 0 else {
            compressed.insert(name)
            place = after
            return nil
        }
        guard sizes.plain == sizes.packed else {
            throw malformed("entry '\(name)' has two sizes, \(sizes.plain) and \(sizes.packed)")
        }
        place = after
        if name.hasSuffix("/") && sizes.plain == 0 { return nil }
        return Entry(name: name, size: sizes.plain, header: sizes.header)
    }

    /// The 64-bit numbers of an entry, which stand in its extra field for those that are all ones.
    private struct Wide {
        private var place = 0
        private var end = 0

        init(extra start: Int, count: Int, _ reader: Reader) throws(CheckpointError) {
            var place = start
            while start + count - place >= 4 {
                let size = Int(reader.u16(place + 2))
                guard size <= start + count - place - 4 else {
                    throw reader.malformed("an entry's extra field ends too early")
                }
                if reader.u16(place) == 1 {
                    self.place = place + 4
                    end = place + 4 + size
                    return
                }
                place += 4 + size
            }
        }

        mutating func value(_ short: UInt32, _ reader: Reader) throws(CheckpointError) -> Int {
            guard short == .max else { return Int(short) }
            guard end - place >= 8, let value = Int(exactly: reader.u64(place)) else {
                throw reader.malformed("an entry lacks its zip64 sizes")
            }
            place += 8
            return value
        }
    }

    /// Where an entry's bytes are, by the header in front of them.
    private func data(of entry: Entry, before end: Int) throws(CheckpointError) -> Range<Int> {
        let header = entry.header
        guard header >= 0, header <= end - 30, u32(header) == Signature.local else {
            throw malformed("entry '\(entry.name)' is not where the directory says")
        }
        let nameCount = Int(u16(header + 26)), extraCount = Int(u16(header + 28))
        let start = header + 30 + nameCount + extraCount
        guard start <= end, entry.size <= end - start else {
            throw malformed("entry '\(entry.name)' ends outside the file")
        }
        guard text(header + 30, nameCount) == entry.name else {
            throw malformed("entry '\(entry.name)' has another name in front of its bytes")
        }
        return start..<start + entry.size
    }

    // MARK: - Bytes

    private func u16(_ place: Int) -> UInt16 {
        UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))
    }

    private func u32(_ place: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    }

    private func u64(_ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private func text(_ place: Int, _ count: Int) -> String? {
        String(validating: bytes[place..<place + count], as: UTF8.self)
    }

    private func malformed(_ reason: String) -> CheckpointError {
        .malformed(file: path, format: .torch, reason: reason)
    }
}
