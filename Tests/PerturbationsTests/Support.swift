import Digests
import Domain
import Foundation
import Media
import TestSupport
import Testing

@testable import Perturbations

/// Inputs that formulas make, and the numbers of the reference packages.
enum Sample {
    /// `generate.py`'s picture.
    static func picture(_ width: Int = 9, _ height: Int = 7) -> PixelImage {
        var pixels: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                for c in 0..<3 { pixels.append(UInt8((x * 37 + y * 91 + c * 53 + x * y * 7) % 256)) }
            }
        }
        return PixelImage(width: width, height: height, pixels: pixels)
    }

    /// A picture without steps, as photographs mostly are.
    static func smooth(_ side: Int) -> PixelImage {
        var pixels: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                let value = 127 + 100 * sin(Double(x) / 7) * cos(Double(y) / 9)
                pixels += [UInt8(value), UInt8(value / 2 + 40), UInt8(255 - value)]
            }
        }
        return PixelImage(width: side, height: side, pixels: pixels)
    }

    /// Tones of the given frequencies.
    static func tones(_ hertz: [Double], count: Int = 16_000, rate: Int = 16_000) -> Waveform {
        let samples = (0..<count).map { index in
            let time = Double(index) / Double(rate)
            return Float(hertz.reduce(0) { $0 + sin(2 * .pi * $1 * time) } / 4)
        }
        return Waveform(sampleRateHertz: rate, channels: [samples])
    }

    static func random(_ word: String = "example", seed: UInt64 = 0) -> PerturbationRandom {
        PerturbationRandom(SHA256Digest(of: "\(word) \(seed)"))
    }

    static func values(_ type: any Perturbation.Type, _ options: [String: JSONValue] = [:]) throws
        -> PerturbationValues
    {
        try PerturbationValues(options, of: type)
    }

    static func expected(_ name: String) throws -> [Double] {
        let path = RepositoryPaths.fixtures + "/perturbations/expected.json"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let json = try JSONValue(parsing: Array(bytes))
        return try #require(json[name]?.array).compactMap(\.number)
    }
}

extension TextPerturbation {
    /// The text of an option set, perturbed.
    static func perturbed(_ text: String, _ options: [String: JSONValue] = [:], seed: UInt64 = 0)
        throws -> String
    {
        var random = Sample.random(seed: seed)
        return try Self(Sample.values(Self.self, options)).apply(to: text, using: &random)
    }
}

extension ImagePerturbation {
    static func perturbed(_ image: PixelImage, severity: Int = 3, seed: UInt64 = 0) throws
        -> PixelImage
    {
        var random = Sample.random(seed: seed)
        let values = try Sample.values(Self.self, ["severity": .integer(severity)])
        return try Self(values).apply(to: image, using: &random)
    }
}

extension AudioPerturbation {
    static func perturbed(
        _ recording: Waveform,
        _ options: [String: JSONValue] = [:],
        seed: UInt64 = 0
    ) throws -> Waveform {
        var random = Sample.random(seed: seed)
        return try Self(Sample.values(Self.self, options)).apply(to: recording, using: &random)
    }
}
