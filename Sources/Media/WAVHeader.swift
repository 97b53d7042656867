/// The `fmt ` and `data` chunks of a RIFF/WAVE file (Microsoft and IBM, 1991).
struct WAVHeader {
    let header: AudioHeader

    static func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.has("RIFF", at: 0) && bytes.has("WAVE", at: 8)
    }

    /// Reads the chunks up to `data` and compares the length that it declares with what is there.
    ///
    /// A recorder that could not seek back leaves 0 or FFFFFFFF there; such a file goes to its end.
    init(_ bytes: UnsafeRawBufferPointer) throws(MediaError) {
        var format: (rate: Int, channels: Int, blockBytes: Int, isPCM: Bool)?
        var factFrames: Int?
        var position = 12
        while position + 8 <= bytes.count {
            let size = Int(bytes.littleEndian32(at: position + 4))
            let left = bytes.count - position - 8
            if bytes.has("fmt ", at: position) {
                guard size >= 16, left >= 16 else { break }
                let tag = bytes.littleEndian32(at: position + 8) & 0xFFFF
                format = (
                    Int(bytes.littleEndian32(at: position + 12)),
                    Int(bytes.littleEndian32(at: position + 8) >> 16),
                    Int(bytes.littleEndian32(at: position + 20) & 0xFFFF),
                    // PCM, IEEE float, A-law, mu-law, extensible: every block is one sample.
                    [1, 3, 6, 7, 0xFFFE].contains(tag)
                )
            } else if bytes.has("fact", at: position), size >= 4, left >= 4 {
                factFrames = Int(bytes.littleEndian32(at: position + 8))
            } else if bytes.has("data", at: position) {
                guard let format, format.rate > 0, format.channels > 0, format.blockBytes > 0 else {
                    throw .corrupt(format: "WAV", reason: "no usable format chunk before the data")
                }
                let isOpen = size == 0xFFFF_FFFF || (size == 0 && left > 0)
                guard isOpen || size <= left else {
                    throw .truncated(
                        format: "WAV",
                        reason: "the header says \(size) bytes of sound, \(left) are there"
                    )
                }
                header = AudioHeader(
                    mediaType: "audio/wav",
                    sampleRateHertz: format.rate,
                    channels: format.channels,
                    frames: format.isPCM ? (isOpen ? left : size) / format.blockBytes : factFrames
                )
                return
            }
            position += 8 + size + size % 2
        }
        throw .truncated(format: "WAV", reason: "it ends before the sound (no data chunk)")
    }
}
