import CSndFile

extension Waveform {
    /// More samples than this (all channels together) are not decoded: two hours of 48 kHz stereo.
    package static let maximumSamples = 2 * 48_000 * 7_200

    /// Decodes any file that libsndfile reads: WAV in its flavours, FLAC, Ogg, MP3, AIFF, ...
    ///
    /// Integers are divided by 2^(bits - 1), so 16-bit samples are exact multiples of 1/32768;
    /// floating-point files keep their values, also beyond 1.
    ///
    /// - Throws: ``MediaError`` if the bytes are no recording, are cut short or damaged, or hold more
    ///   than ``maximumSamples``.
    package init(decoding bytes: [UInt8]) throws(MediaError) {
        self = try bytes.withRawBytes { bytes throws(MediaError) in
            _ = try AudioHeader(complete: bytes)
            return try Self.decode(bytes)
        }
    }

    /// Decodes the recording in a file.
    package init(contentsOf path: String) throws(MediaError) {
        try self.init(decoding: FileBytes.read(path))
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer) throws(MediaError) -> Waveform {
        try SoundFile.reading(bytes) { file, info throws(MediaError) in
            let frames = Int(info.frames)
            let channels = Int(info.channels)
            let (samples, overflow) = frames.multipliedReportingOverflow(by: channels)
            if overflow || samples > maximumSamples {
                throw .tooLarge(
                    format: "audio",
                    found: "\(frames) samples in \(channels) channels",
                    limit: "\(maximumSamples)"
                )
            }
            var interleaved = [Float](repeating: 0, count: samples)
            let read = Int(sf_readf_float(file, &interleaved, info.frames))
            // The length of an MP3 is counted in frames of up to 1,152 samples, and its encoder's
            // padding is dropped when it is decoded.
            let isMPEG = Int(info.format) & Int(SF_FORMAT_TYPEMASK) == Int(SF_FORMAT_MPEG)
            guard read == frames || isMPEG && read > frames - 2 * 1152 else {
                throw .truncated(
                    format: "audio",
                    reason: "the header says \(frames) samples, only \(read) could be decoded"
                )
            }
            interleaved.removeLast((frames - read) * channels)
            if let reason = SoundFile.damage(file) {
                throw .corrupt(format: "audio", reason: reason)
            }
            let rate = Int(info.samplerate)
            if channels == 1 { return Waveform(sampleRateHertz: rate, channels: [interleaved]) }
            return Waveform(
                sampleRateHertz: rate,
                channels: (0..<channels).map { channel in
                    stride(from: channel, to: read * channels, by: channels).map { interleaved[$0] }
                }
            )
        }
    }
}
