import CSndFile

extension Waveform {
    /// A file format that recordings are written in.
    package enum FileFormat: String, Sendable, CaseIterable {
        /// 16-bit PCM: exact for 16-bit sources, plays everywhere.
        case wav
        /// 32-bit floating point: exact for every source, also beyond -1...1.
        case floatWAV
        /// 16-bit, lossless.
        case flac
        /// Vorbis at medium quality: about a tenth of WAV's size.
        case oggVorbis

        /// `audio/wav`, `audio/flac`, `audio/ogg`.
        package var mediaType: String {
            switch self {
            case .wav, .floatWAV: "audio/wav"
            case .flac: "audio/flac"
            case .oggVorbis: "audio/ogg"
            }
        }

        fileprivate var code: Int32 {
            switch self {
            case .wav: Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_PCM_16)
            case .floatWAV: Int32(SF_FORMAT_WAV) | Int32(SF_FORMAT_FLOAT)
            case .flac: Int32(SF_FORMAT_FLAC) | Int32(SF_FORMAT_PCM_16)
            case .oggVorbis: Int32(SF_FORMAT_OGG) | Int32(SF_FORMAT_VORBIS)
            }
        }
    }

    /// The recording as the bytes of a file; samples beyond -1...1 are clipped, but for ``floatWAV``.
    ///
    /// - Throws: ``MediaError/notEncodable(format:reason:)`` if there is no channel, channels differ in
    ///   length, or the format does not take the rate or the number of channels.
    package func encoded(as format: FileFormat) throws(MediaError) -> [UInt8] {
        let frames = channels.first?.count ?? 0
        guard !channels.isEmpty, channels.allSatisfy({ $0.count == frames }) else {
            throw .notEncodable(format: format.rawValue, reason: "channels of different lengths")
        }
        var info = SF_INFO()
        info.samplerate = Int32(clamping: sampleRateHertz)
        info.channels = Int32(clamping: channels.count)
        info.format = format.code
        guard sf_format_check(&info) != 0 else {
            throw .notEncodable(
                format: format.rawValue,
                reason: "\(channels.count) channels at \(sampleRateHertz) Hz"
            )
        }
        return try SoundFile.writing(info) { file throws(MediaError) in
            sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
            // The peak chunk of a floating-point file has the time at which it was written.
            sf_command(file, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
            // Long buffers overflow the Vorbis encoder's stack, so they are written in parts.
            let part = 4096
            for start in stride(from: 0, to: frames, by: part) {
                let range = start..<min(frames, start + part)
                let interleaved = range.flatMap { frame in channels.map { $0[frame] } }
                let written = sf_writef_float(file, interleaved, sf_count_t(range.count))
                guard Int(written) == range.count else {
                    throw .notEncodable(
                        format: format.rawValue,
                        reason: String(cString: sf_strerror(file))
                    )
                }
            }
        }
    }
}
