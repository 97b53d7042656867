import CSoxr

/// Changes the sample rate of mono recordings, with libsoxr's very-high-quality recipe.
///
/// A polyphase FIR low-pass in double precision: linear phase (no delay, symmetrical ringing), 28 bits
/// of precision, passband up to 0.911 of the lower of the two Nyquist frequencies (7.29 kHz at a rate
/// of 16 kHz), stop band from that frequency on. It is flat: libsoxr's default roll-off inside the
/// passband, up to 0.01 dB, is switched off. Nor is it libsoxr's steep variant, whose passband is wider
/// and whose ringing is longer. Nothing is dithered or clipped. Tones of the passband come out within
/// −140 dB of what they should be, those of the stop band below −120 dB (the tests hold both).
///
/// The reference's pipelines resample with ffmpeg or torchaudio, whose filters are others: expect
/// answers about resampled recordings to differ slightly from theirs. Recordings that have the
/// model's rate are not touched.
///
/// The only file that imports CSoxr.
package enum WaveformResampler {
    /// The rates that are converted; others in a header are taken for damage.
    package static let rates = 1_000...768_000

    /// Library, version and recipe, for provenance: `soxr 0.1.3 VHQ, no roll-off`.
    package static let name: String = {
        let version = String(cString: soxr_version())
        return "soxr " + (version.hasPrefix("libsoxr-") ? String(version.dropFirst(8)) : version)
            + " VHQ, no roll-off"
    }()

    /// The recording at another rate.
    ///
    /// - Parameters:
    ///   - samples: Mono, any amplitude, finite.
    ///   - rate: Their rate in hertz.
    ///   - newRate: The rate wanted, in hertz.
    /// - Returns: As many samples as the duration asks for, `count * newRate / rate` rounded to the
    ///   nearest; `samples` themselves if the rates are equal. None for none.
    /// - Throws: ``PreprocessingError/sampleRate(found:expected:)`` for a rate outside ``rates``, or
    ///   ``PreprocessingError/resampling(reason:)``.
    package static func resample(
        _ samples: [Float],
        from rate: Int,
        to newRate: Int
    ) throws(PreprocessingError) -> [Float] {
        for rate in [rate, newRate] where !rates.contains(rate) {
            throw .sampleRate(found: rate, expected: rates)
        }
        if rate == newRate || samples.isEmpty { return samples }
        let exact = samples.count.multipliedFullWidth(by: newRate)
        let (quotient, remainder) = rate.dividingFullWidth(exact)
        let count = quotient + (2 * remainder >= rate ? 1 : 0)

        var failure: soxr_error_t?
        var input = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
        var quality = soxr_quality_spec(UInt(SOXR_28_BITQ), UInt(SOXR_ROLLOFF_NONE))
        var runtime = soxr_runtime_spec(1)
        guard
            let resampler = soxr_create(
                Double(rate),
                Double(newRate),
                1,
                &failure,
                &input,
                &quality,
                &runtime
            )
        else { throw .resampling(reason: words(failure)) }
        defer { soxr_delete(resampler) }

        var result = [Float](repeating: 0, count: count)
        var written = 0
        var read = 0
        while written < count {
            var taken = 0
            var given = 0
            let isEnd = read == samples.count
            let error = samples.withUnsafeBufferPointer { source in
                result.withUnsafeMutableBufferPointer { target in
                    soxr_process(
                        resampler,
                        isEnd ? nil : source.baseAddress.map { UnsafeRawPointer($0 + read) },
                        samples.count - read,
                        &taken,
                        target.baseAddress.map { UnsafeMutableRawPointer($0 + written) },
                        count - written,
                        &given
                    )
                }
            }
            if let error { throw .resampling(reason: words(error)) }
            read += taken
            written += given
            // What is missing after the flush, a sample at most, stays silent.
            if isEnd && given == 0 { break }
        }
        return result
    }

    private static func words(_ error: soxr_error_t?) -> String {
        error.map { String(cString: $0) } ?? "no reason given"
    }
}
