/// The stream information of a FLAC file (RFC 9639, section 8.2) and the check of its last frame.
struct FLACHeader {
    private let maximumBlock: Int
    private let maximumFrameBytes: Int
    private let isFixedBlock: Bool
    private let sampleRateHertz: Int
    private let channels: Int
    /// 0 where the encoder did not know.
    private let totalSamples: Int
    private let audioStart: Int

    static func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.has("fLaC", at: start(bytes))
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        let start = Self.start(bytes)
        guard bytes.count >= start + 42 else {
            throw .truncated(format: "FLAC", reason: "\(bytes.count) bytes, no room for a header")
        }
        guard bytes[start + 4] & 0x7F == 0, bytes.bigEndian32(at: start + 4) & 0xFF_FFFF == 34
        else {
            throw .corrupt(format: "FLAC", reason: "the first block is not stream information")
        }
        let info = start + 8
        let minimumBlock = Int(bytes.bigEndian16(at: info))
        maximumBlock = Int(bytes.bigEndian16(at: info + 2))
        maximumFrameBytes = Int(bytes.bigEndian32(at: info + 6) & 0xFF_FFFF)
        isFixedBlock = minimumBlock == maximumBlock
        let packed = bytes.bigEndian32(at: info + 10)
        sampleRateHertz = Int(packed >> 12)
        channels = Int(packed >> 9 & 7) + 1
        totalSamples = Int(bytes[info + 13] & 15) << 32 | Int(bytes.bigEndian32(at: info + 14))
        guard sampleRateHertz > 0, maximumBlock >= 16 else {
            throw .corrupt(format: "FLAC", reason: "a sample rate or block size of nothing")
        }
        var position = start + 4
        while true {
            guard position + 4 <= bytes.count else {
                throw .truncated(format: "FLAC", reason: "it ends within its metadata")
            }
            let word = bytes.bigEndian32(at: position)
            position += 4 + Int(word & 0xFF_FFFF)
            if word >> 31 == 1 { break }
        }
        guard position <= bytes.count else {
            throw .truncated(format: "FLAC", reason: "it ends within its metadata")
        }
        audioStart = position
    }

    /// The header, if the file's last frame is whole and ends with the last of the declared samples.
    ///
    /// The search goes back from the end for a frame header whose CRC-8 is right and from which on the
    /// CRC-16 is right. That is where the sound ends; it costs about one frame of bytes, not a
    /// decoded file. Damage before the last frame is found when the file is decoded.
    func checked(_ bytes: UnsafeRawBufferPointer) throws(MediaError) -> AudioHeader {
        let header = AudioHeader(
            mediaType: "audio/flac",
            sampleRateHertz: sampleRateHertz,
            channels: channels,
            frames: totalSamples == 0 ? nil : totalSamples
        )
        let end = endOfAudio(bytes)
        if end == audioStart, totalSamples == 0 { return header }
        // A frame that does not compress is a little larger than its samples.
        let longest =
            maximumFrameBytes > 0 ? maximumFrameBytes : maximumBlock * channels * 5 + 64
        var position = end - 2
        let first = max(audioStart, end - longest)
        while position >= first {
            if bytes[position] == 0xFF, let lastSample = lastSample(at: position, end: end, bytes),
                FLACChecksum.crc16(bytes, position..<end) == 0
            {
                guard totalSamples == 0 || lastSample == totalSamples else {
                    throw .truncated(
                        format: "FLAC",
                        reason: "the header says \(totalSamples) samples, "
                            + "the last frame ends with sample \(lastSample)"
                    )
                }
                return header
            }
            position -= 1
        }
        throw .truncated(
            format: "FLAC",
            reason: "no whole frame at its end (byte \(bytes.count)), "
                + "so it is cut or its last frame is damaged"
        )
    }

    /// The sample with which the frame at a position ends, from its header (section 9.1); nil if the
    /// header's fields or CRC-8 are wrong.
    private func lastSample(
        at position: Int,
        end: Int,
        _ bytes: UnsafeRawBufferPointer
    ) -> Int? {
        guard position + 6 <= end, bytes[position + 1] & 0xFC == 0xF8 else { return nil }
        let isVariable = bytes[position + 1] & 1 == 1
        let blockCode = Int(bytes[position + 2] >> 4)
        let rateCode = bytes[position + 2] & 15
        guard blockCode != 0, rateCode != 15, bytes[position + 3] & 1 == 0 else { return nil }
        var next = position + 4
        guard let number = Self.codedNumber(bytes, &next, end: end) else { return nil }
        let extra = (blockCode == 6 ? 1 : blockCode == 7 ? 2 : 0)
        let rateExtra = (rateCode == 12 ? 1 : rateCode == 13 || rateCode == 14 ? 2 : 0)
        guard next + extra + rateExtra < end else { return nil }
        let block =
            switch blockCode {
            case 1: 192
            case 2...5: 576 << (blockCode - 2)
            case 6: Int(bytes[next]) + 1
            case 7: Int(bytes.bigEndian16(at: next)) + 1
            default: 256 << (blockCode - 8)
            }
        next += extra + rateExtra
        guard FLACChecksum.crc8(bytes, position..<next) == bytes[next] else { return nil }
        // Frames are numbered in blocks of one size unless the block size varies.
        let firstSample = isVariable ? number : number &* maximumBlock
        return firstSample &+ block
    }

    /// The number that frames carry, coded like UTF-8 with up to seven bytes.
    private static func codedNumber(
        _ bytes: UnsafeRawBufferPointer,
        _ position: inout Int,
        end: Int
    ) -> Int? {
        let lead = bytes[position]
        position += 1
        if lead < 0x80 { return Int(lead) }
        let length = (~lead).leadingZeroBitCount
        guard (2...7).contains(length), position + length - 1 <= end else { return nil }
        var value = Int(lead) & (0x7F >> length)
        for _ in 1..<length {
            guard bytes[position] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | Int(bytes[position] & 0x3F)
            position += 1
        }
        return value
    }

    /// The end of the file, without an ID3v1 tag that some taggers append.
    private func endOfAudio(_ bytes: UnsafeRawBufferPointer) -> Int {
        let hasTag = bytes.count - 128 >= audioStart && bytes.has("TAG", at: bytes.count - 128)
        return hasTag ? bytes.count - 128 : bytes.count
    }

    /// Where `fLaC` stands: at the start, or after an ID3v2 tag that some taggers put before it.
    private static func start(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.has("ID3", at: 0), bytes.count >= 10 else { return 0 }
        return 10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
    }
}
