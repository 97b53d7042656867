import Foundation
import Preprocessing
import TestSupport
import Testing

/// Resampling: what must stay stays, what must go goes, and lengths are right.
struct WaveformResamplerTests {
    static let rates = [8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000]

    /// A tone of amplitude 0.5 and one second.
    static func tone(_ hertz: Double, rate: Int, seconds: Double = 1) -> [Float] {
        (0..<Int(Double(rate) * seconds)).map {
            Float(0.5 * sin(2 * Double.pi * hertz * Double($0) / Double(rate)))
        }
    }

    /// The level of the difference from what should be, in decibels below full scale, away from the
    /// ends.
    static func error(_ found: [Float], _ expected: [Float]) -> Double {
        let inner = 800..<min(found.count, expected.count) - 800
        let sum = inner.reduce(0.0) {
            let distance = Double(found[$1]) - Double(expected[$1])
            return $0 + distance * distance
        }
        return 10 * log10(max(sum / Double(inner.count), 1e-30))
    }

    /// Tones below both Nyquist frequencies come out as if they had been recorded at the new rate:
    /// level, frequency and phase.
    @Test(arguments: rates, [50.0, 440, 1_000, 2_999, 3_600])
    func tonesStay(_ rate: Int, _ hertz: Double) throws {
        let found = try WaveformResampler.resample(
            Self.tone(hertz, rate: rate),
            from: rate,
            to: 16_000
        )
        #expect(found.count == 16_000)
        let error = Self.error(found, Self.tone(hertz, rate: 16_000))
        #expect(error < -140, "\(error) dB")
    }

    /// The passband is flat to its end.
    @Test(arguments: [22_050, 44_100, 48_000], [5_000.0, 6_500, 7_280])
    func highTonesStay(_ rate: Int, _ hertz: Double) throws {
        let found = try WaveformResampler.resample(
            Self.tone(hertz, rate: rate),
            from: rate,
            to: 16_000
        )
        let error = Self.error(found, Self.tone(hertz, rate: 16_000))
        #expect(error < -140, "\(error) dB")
    }

    /// Tones above the new Nyquist frequency are taken out and not folded back.
    @Test(arguments: [22_050, 32_000, 44_100, 48_000, 96_000], [8_500.0, 9_500, 10_500])
    func aliasesGo(_ rate: Int, _ hertz: Double) throws {
        let found = try WaveformResampler.resample(
            Self.tone(hertz, rate: rate),
            from: rate,
            to: 16_000
        )
        let level = Self.error(found, [Float](repeating: 0, count: found.count))
        #expect(level < -120, "\(level) dB")
    }

    /// A sweep from 100 Hz to 7 kHz, which is within the passband of every rate above 16 kHz.
    @Test(arguments: [22_050, 44_100, 48_000])
    func aSweepStays(_ rate: Int) throws {
        func sweep(_ rate: Int) -> [Float] {
            (0..<2 * rate).map {
                let t = Double($0) / Double(rate)
                return Float(0.5 * sin(2 * Double.pi * (100 * t + (7_000 - 100) / 4 * t * t)))
            }
        }
        let found = try WaveformResampler.resample(sweep(rate), from: rate, to: 16_000)
        let error = Self.error(found, sweep(16_000))
        #expect(error < -115, "\(error) dB")
    }

    @Test(arguments: rates + [16_000])
    func lengthsAreTheDurations(_ rate: Int) throws {
        for count in [1, 2, 3, 7, 100, 441, 4_411, 12_345] {
            let found = try WaveformResampler.resample(
                [Float](repeating: 0.25, count: count),
                from: rate,
                to: 16_000
            )
            let exact = Double(count) * 16_000 / Double(rate)
            #expect(found.count == Int(exact.rounded()), "\(count) at \(rate) Hz")
            #expect(found.allSatisfy { abs($0) < 0.4 })
        }
        #expect(try WaveformResampler.resample([], from: rate, to: 16_000).isEmpty)
    }

    @Test func sameRateIsUntouched() throws {
        var random = SeededRandom(seed: 3)
        let samples = random.floats(1_000)
        let same = try WaveformResampler.resample(samples, from: 16_000, to: 16_000)
        #expect(same == samples)
        let once = try WaveformResampler.resample(samples, from: 44_100, to: 16_000)
        let again = try WaveformResampler.resample(samples, from: 44_100, to: 16_000)
        #expect(once == again)
    }

    @Test(arguments: [0, -1, 999, 768_001, .max])
    func strangeRatesAreRefused(_ rate: Int) {
        #expect(throws: PreprocessingError.sampleRate(found: rate, expected: 1_000...768_000)) {
            try WaveformResampler.resample([1, 2], from: rate, to: 16_000)
        }
    }

    @Test func nameSaysLibraryVersionAndRecipe() {
        let name = WaveformResampler.name
        #expect(name.wholeMatch(of: #/soxr \d+\.\d+\.\d+ VHQ, no roll-off/#) != nil, "\(name)")
    }
}
