import Digests
import Domain
import Foundation
import Media
import Testing

@testable import Perturbations

@Suite struct SeamTests {
    private static func medium(_ kind: Medium.Kind, _ bytes: [UInt8]) -> Medium {
        Medium(
            digest: SHA256Digest(of: bytes),
            kind: kind,
            mediaType: kind == .image ? "image/png" : "audio/wav",
            sizeBytes: bytes.count,
            details: Medium.Details(durationSeconds: kind == .audio ? 1 : nil),
            content: .bytes(bytes)
        )
    }

    @Test func randomNumbersAreTheirStreams() {
        var first = Sample.random(), again = Sample.random(), other = Sample.random("other")
        let numbers = (0..<1_000).map { _ in first.next() }
        #expect(numbers == (0..<1_000).map { _ in again.next() })
        #expect(Set(numbers).count == 1_000)
        #expect(Set(numbers).isDisjoint(with: (0..<1_000).map { _ in other.next() }))
        let units = (0..<10_000).map { _ in first.unit() }
        #expect(units.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect(abs(units.reduce(0, +) / 10_000 - 0.5) < 0.015)
        #expect(Set((0..<1_000).map { _ in first.below(7) }) == Set(0..<7))
        #expect(first.order(of: 50).sorted() == Array(0..<50))
        let normals = (0..<10_000).map { _ in first.normal() }
        #expect(abs(normals.reduce(0, +) / 10_000) < 0.05)
        #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / 10_000 - 1) < 0.07)
    }

    /// These bytes must never change within a version: stored predictions rest on them.
    @Test func aPerturbationIsTheSameInEveryRun() throws {
        let example = Example(key: "k1", split: "test", text: "The quick brown fox does not jump.")
        let typos = try ExamplePerturbation(name: "typos", options: ["rate": .number(0.5)], seed: 3)
        #expect(typos.apply(to: example).text == typos.apply(to: example).text)
        #expect(typos.apply(to: example).text == Self.typed)
        let others = [
            try ExamplePerturbation(name: "typos", options: ["rate": .number(0.5)], seed: 4)
                .apply(to: example),
            try ExamplePerturbation(name: "typos", options: ["rate": .number(0.6)], seed: 3)
                .apply(to: example),
            typos.apply(to: Example(key: "k2", split: "test", text: example.text)),
            typos.apply(to: Example(key: "k1", split: "train", text: example.text)),
        ]
        #expect(Set(others.map(\.text) + [Self.typed]).count == 5)
    }

    private static let typed = "TYPED"

    @Test func onlyTheTextOrTheMediumChanges() throws {
        let picture = Self.medium(.image, try Sample.picture().encodedPNG())
        let example = Example(
            key: "k",
            text: "Because it is.",
            medium: picture,
            target: .label("because"),
            attributes: ["choices": "because"]
        )
        for name in perturbationCatalog.names {
            let perturbation = try ExamplePerturbation(name: name, seed: 0)
            let changed = perturbation.apply(to: example)
            #expect((changed.key, changed.split) == (example.key, example.split))
            #expect(changed.target == example.target && changed.attributes == example.attributes)
            switch perturbation.modality {
            case .text: #expect(changed.medium == example.medium)
            case .image:
                #expect(changed.text == example.text)
                #expect(changed.medium?.digest != picture.digest)
                #expect(changed.medium?.content == .derived(from: picture))
            case .audio: #expect(changed == example)
            }
        }
    }

    @Test func mediaAreMadeWhenTheyAreRead() throws {
        let bytes = try Sample.picture(20, 20).encodedPNG()
        let original = Self.medium(.image, bytes)
        for name in perturbationCatalog.names {
            let perturbation = try ExamplePerturbation(name: name, seed: 1)
            guard perturbation.modality == .image else { continue }
            // Two examples of one picture still share it.
            let medium = try #require(perturbation.apply(to: Example(key: "a", medium: original)).medium)
            #expect(perturbation.apply(to: Example(key: "b", medium: original)).medium == medium)
            let made = try perturbation.bytes(of: medium, original: bytes)
            #expect(made == (try perturbation.bytes(of: medium, original: bytes)))
            let image = try PixelImage(decoding: made)
            #expect((image.width, image.height) == (20, 20))
            #expect(medium.mediaType == (try MediaProbe(made).mediaType))
        }
    }

    @Test func recordingsAreMadeLosslessly() throws {
        let recording = Sample.tones([440], count: 1_600)
        let bytes = try recording.encoded(as: .wav)
        let original = Self.medium(.audio, bytes)
        let gain = try ExamplePerturbation(name: "white_noise", options: ["snr_db": .integer(-20)], seed: 1)
        let medium = try #require(gain.apply(to: Example(key: "a", medium: original)).medium)
        let made = try gain.bytes(of: medium, original: bytes)
        #expect(made == (try gain.bytes(of: medium, original: bytes)))
        #expect(medium.mediaType == (try MediaProbe(made).mediaType))
        // Louder than full scale, which 16 bits could not hold.
        #expect(try #require(Waveform(decoding: made).channels[0].max()) > 1)
        let slow = try ExamplePerturbation(name: "speed", options: ["factor": .number(0.5)], seed: 1)
        #expect(slow.apply(to: Example(key: "a", medium: original)).medium?.details.durationSeconds == 2)
    }

    @Test func identitiesAreReadAndWritten() throws {
        let perturbation = try ExamplePerturbation(
            name: "white_noise",
            options: ["snr_db": .integer(5)],
            seed: .max
        )
        let identity = perturbation.identity
        #expect(identity.written == "white_noise (snr_db 5.0)" || identity.written == "white_noise (snr_db 5)")
        #expect(PerturbationIdentity(json: try JSONValue(parsing: identity.json.text)) == identity)
        #expect(try ExamplePerturbation(identity).identity == identity)
        var newer = identity
        newer.version = 9
        #expect(throws: PerturbationError.version(name: "white_noise", known: 1, found: 9)) {
            try ExamplePerturbation(newer)
        }
        #expect(PerturbationIdentity(json: .object([:])) == nil)
    }

    @Test func optionsAreChecked() throws {
        #expect(throws: UnknownNameError.self) { try ExamplePerturbation(name: "typo", seed: 0) }
        #expect(throws: UnknownNameError.self) {
            try ExamplePerturbation(name: "typos", options: ["rat": .integer(1)], seed: 0)
        }
        for (name, option, value) in [
            ("typos", "rate", JSONValue.number(1.5)), ("contrast", "severity", .integer(6)),
            ("contrast", "severity", .number(2.5)), ("gender", "to", .string("x")),
        ] {
            #expect(throws: PerturbationError.self, "\(name)") {
                try ExamplePerturbation(name: name, options: [option: value], seed: 0)
            }
        }
        // The defaults are among the values.
        for type in perturbationCatalog.entries { _ = try PerturbationValues([:], of: type) }
    }
}
