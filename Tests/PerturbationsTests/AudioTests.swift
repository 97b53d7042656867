import Domain
import Foundation
import Media
import Testing

@testable import Perturbations

func sine(_ angle: Double) -> Double { sin(angle) }

@Suite struct AudioTests {
    private static let types = perturbationCatalog.entries.compactMap { $0 as? any AudioPerturbation.Type }

    /// The power of a recording at a frequency, in decibels of a full-scale tone.
    private static func level(_ recording: Waveform, _ hertz: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (index, sample) in recording.channels[0].enumerated() {
            let angle = 2 * .pi * hertz * Double(index) / Double(recording.sampleRateHertz)
            real += Double(sample) * cos(angle)
            imaginary += Double(sample) * sin(angle)
        }
        let size = 2 * (real * real + imaginary * imaginary).squareRoot() / Double(recording.channels[0].count)
        return 20 * log10(max(size, 1e-12))
    }

    @Test func oddRecordingsAreNoTrouble() throws {
        #expect(Self.types.count == 7)
        let recordings = [
            Waveform(sampleRateHertz: 16_000, channels: [[]]),
            Waveform(sampleRateHertz: 16_000, channels: [[0.5]]),
            Waveform(sampleRateHertz: 16_000, channels: [[Float](repeating: 0, count: 999)]),
            Waveform(sampleRateHertz: 8_000, channels: [[0.1, -0.2, 0.3], [0, 0, 0]]),
            Waveform(sampleRateHertz: 4_000, channels: [[1, -1, 1, -1]]),
        ]
        for type in Self.types {
            for recording in recordings {
                let changed = try type.perturbed(recording)
                #expect(changed.sampleRateHertz == recording.sampleRateHertz)
                #expect(changed.channels.count == recording.channels.count)
                #expect(Set(changed.channels.map(\.count)).count == 1)
                #expect(changed.channels.allSatisfy { $0.allSatisfy(\.isFinite) }, "\(type.name)")
                if type.name != "speed" {
                    #expect(changed.channels[0].count == recording.channels[0].count, "\(type.name)")
                }
                let isSilent = recording.channels.allSatisfy { $0.allSatisfy { $0 == 0 } }
                if isSilent { #expect(changed.channels.allSatisfy { $0.allSatisfy { $0 == 0 } }) }
            }
        }
    }

    @Test(arguments: ["white_noise", "self_babble"], [-10, 0, 20.0])
    func noiseHasItsRatio(name: String, ratio: Double) throws {
        let type = try #require(perturbationCatalog(name) as? any AudioPerturbation.Type)
        let samples = Sample.tones([220, 330.5]).channels[0].enumerated().map {
            $1 * Float(exp(-Double($0) / 8_000))
        }
        let recording = Waveform(sampleRateHertz: 16_000, channels: [samples, samples.reversed()])
        let noisy = try type.perturbed(recording, ["snr_db": .number(ratio)])
        let noise = Waveform(
            sampleRateHertz: 16_000,
            channels: zip(noisy.channels, recording.channels).map { zip($0, $1).map { $0 - $1 } }
        )
        let found = 10 * log10(try #require(recording.power) / (try #require(noise.power)))
        #expect(abs(found - ratio) < 0.01)
    }

    @Test func babbleHasTheSpectrumOfTheRecording() throws {
        let recording = Sample.tones([500], count: 32_000)
        let noisy = try SelfBabble.perturbed(recording, ["snr_db": .integer(0)])
        let noise = Waveform(
            sampleRateHertz: 16_000,
            channels: [zip(noisy.channels[0], recording.channels[0]).map { $0 - $1 }]
        )
        #expect(Self.level(noise, 500) > Self.level(noise, 3_000) + 30)
        #expect(noise.channels[0] != recording.channels[0])
    }

    @Test func gainClips() throws {
        let recording = Waveform(sampleRateHertz: 8_000, channels: [[0.01, -0.05, 0.5, -0.9]])
        #expect(try Gain.perturbed(recording).channels == [[0.1, -0.5, 1, -1]])
        #expect(try Gain.perturbed(recording, ["gain_db": .integer(0)]) == recording)
    }

    @Test func speedChangesLengthAndPitch() throws {
        let recording = Sample.tones([1_000])
        let fast = try Speed.perturbed(recording, ["factor": .number(1.25)])
        #expect(fast.channels[0].count == 12_800)
        #expect(Self.level(fast, 1_250) > Self.level(fast, 1_000) + 30)
        #expect(try Speed.perturbed(recording, ["factor": .integer(1)]) == recording)
        let values = try Sample.values(Speed.self, ["factor": .number(1.25)])
        #expect(Speed(values).stretch == 0.8)
    }

    @Test func convolutionIsTheSum() {
        let first = (0..<37).map { sin(Double($0)) }, second = (0..<11).map { cos(Double($0) * 2) }
        var expected = [Double](repeating: 0, count: 47)
        for (i, a) in first.enumerated() { for (j, b) in second.enumerated() { expected[i + j] += a * b } }
        let found = FourierTransform.convolve(first, second)
        #expect(found.count == 47)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(FourierTransform.convolve([], [1]).isEmpty)
        #expect(FourierTransform.convolve([2], [3]) == [6])
    }

    @Test func reverberationDecays() throws {
        let options: [String: JSONValue] = ["rt60_seconds": .number(0.4), "drr_db": .integer(6)]
        var random = Sample.random()
        let room = Reverberation(try Sample.values(Reverberation.self, options))
        let response = room.response(rate: 16_000, using: &random)
        #expect(response.count == 6_401 && response[0] == 1)
        let energy = response.dropFirst().reduce(0) { $0 + $1 * $1 }
        #expect(abs(-10 * log10(energy) - 6) < 1e-9)
        // Schroeder's backward integral falls by 30 dB in half the reverberation time, within a decibel.
        let tail = response.dropFirst(3_201).reduce(0) { $0 + $1 * $1 }
        #expect(abs(10 * log10(energy / tail) - 30) < 1)
        // A click comes out as the response.
        var click = [Float](repeating: 0, count: 100)
        click[0] = 1
        let heard = try Reverberation.perturbed(
            Waveform(sampleRateHertz: 16_000, channels: [click]),
            options
        )
        #expect(zip(heard.channels[0], response).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }

    @Test func bandIsLimitedAsSciPyDoes() throws {
        let filter = BandLimit(try Sample.values(BandLimit.self)).filter(rate: 16_000)
        let taps = try Sample.expected("band_limit_taps")
        #expect(filter.count == 881)
        #expect(zip(filter[440...], taps).allSatisfy { abs($0 - $1) < 1e-11 })
        let limited = try BandLimit.perturbed(Sample.tones([100, 1_000, 6_000], count: 1_000))
        let expected = try Sample.expected("band_limit")
        for (index, value) in expected.enumerated() {
            #expect(abs(Double(limited.channels[0][index * 10]) - value) < 1e-6)
        }
        // Of long tones, those outside are gone and the one inside is as it was.
        let long = Sample.tones([100, 1_000, 6_000])
        let narrow = try BandLimit.perturbed(long)
        #expect(Self.level(narrow, 6_000) < Self.level(long, 6_000) - 40)
        #expect(Self.level(narrow, 100) < Self.level(long, 100) - 30)
        #expect(abs(Self.level(narrow, 1_000) - Self.level(long, 1_000)) < 0.5)
    }

    @Test func muLawIsThatOfG711() throws {
        let samples = try Sample.expected("mu_law_samples").map { Int($0) }
        let codes = try Sample.expected("mu_law_codes").map { Int($0) }
        let decoded = try Sample.expected("mu_law_decoded").map { Int($0) }
        #expect(samples.count > 600)
        #expect(samples.map { Int(MuLaw.coded($0)) } == codes)
        #expect(codes.map { MuLaw.decoded(UInt8($0)) } == decoded)
        let recording = Waveform(
            sampleRateHertz: 8_000,
            channels: [samples.map { Float($0) / 32_768 }]
        )
        let heard = try MuLaw.perturbed(recording)
        #expect(heard.channels[0] == decoded.map { Float($0) / 32_768 })
        // What was coded once is not changed by being coded again.
        #expect(try MuLaw.perturbed(heard) == heard)
    }
}
