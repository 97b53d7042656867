import Domain
import Media
import Testing

@testable import Perturbations

@Suite struct ImageTests {
    private static let types = perturbationCatalog.entries.compactMap { $0 as? any ImagePerturbation.Type }

    private static func distance(_ a: PixelImage, _ b: PixelImage) -> Double {
        zip(a.pixels, b.pixels).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
            / Double(a.pixels.count)
    }

    @Test func sizesStayAndOnePixelIsEnough() throws {
        #expect(Self.types.count == 7)
        for type in Self.types {
            for (width, height) in [(1, 1), (1, 9), (9, 1), (16, 5)] {
                for severity in 1...5 {
                    let image = try type.perturbed(Sample.picture(width, height), severity: severity)
                    #expect((image.width, image.height) == (width, height), "\(type.name)")
                }
            }
        }
    }

    @Test func severitiesRise() throws {
        let image = Sample.smooth(64)
        for type in Self.types {
            let distances = try (1...5).map { severity in
                try Self.distance(image, type.perturbed(image, severity: severity))
            }
            #expect(distances[0] > 0, "\(type.name)")
            #expect(distances == distances.sorted(), "\(type.name): \(distances)")
        }
    }

    @Test func noiseIsThatOfImageNetC() throws {
        let image = Sample.picture()
        let noise = image.pixels.indices.map { index in sine(Double(index) * 12.9898) * 1.5 }
        let values = try Sample.values(GaussianNoise.self, ["severity": .integer(3)])
        let noisy = GaussianNoise(values).apply(to: image, noise: noise)
        #expect(noisy.pixels.map { Double($0) } == (try Sample.expected("gaussian_noise")))
    }

    @Test func contrastIsThatOfImageNetC() throws {
        let image = try Contrast.perturbed(Sample.picture())
        #expect(image.pixels.map { Double($0) } == (try Sample.expected("contrast")))
    }

    @Test func blurIsThatOfSciPy() throws {
        let image = try GaussianBlur.perturbed(Sample.picture())
        #expect(image.pixels.map { Double($0) } == (try Sample.expected("gaussian_blur")))
    }

    @Test func rotationIsThatOfSciPy() throws {
        let image = Rotation.rotated(Sample.picture(), degrees: 15)
        #expect(image.pixels.map { Double($0) } == (try Sample.expected("rotation")))
        #expect(Rotation.rotated(Sample.picture(), degrees: 0) == Sample.picture())
        // A quarter to the left brings the right edge to the top.
        let square = Sample.picture(5, 5)
        let turned = Rotation.rotated(square, degrees: 90)
        #expect(turned.pixels[0..<3] == square.pixels[12..<15])
    }

    @Test func gaussianNoiseHasItsDeviation() throws {
        let grey = PixelImage(width: 64, height: 64, pixels: [UInt8](repeating: 128, count: 64 * 64 * 3))
        let noisy = try GaussianNoise.perturbed(grey, severity: 1)
        let squares = noisy.pixels.reduce(0) { $0 + (Double($1) - 128) * (Double($1) - 128) }
        let deviation = (squares / Double(noisy.pixels.count)).squareRoot() / 255
        #expect(abs(deviation - 0.08) < 0.003)
    }

    @Test func shotNoiseIsPoisson() throws {
        let black = PixelImage(width: 8, height: 8, pixels: [UInt8](repeating: 0, count: 192))
        #expect(try ShotNoise.perturbed(black) == black)
        var random = Sample.random()
        for mean in [0.5, 12, 60] {
            let drawn = (0..<20_000).map { _ in Double(random.poisson(mean)) }
            let average = drawn.reduce(0, +) / 20_000
            let variance = drawn.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
            // Five standard errors of the mean, and of the variance, which for a Poisson is sqrt((μ+2μ²)/n).
            #expect(abs(average - mean) < 5 * (mean / 20_000).squareRoot())
            #expect(abs(variance - mean) < 5 * ((mean + 2 * mean * mean) / 20_000).squareRoot())
        }
    }

    @Test func occlusionCoversASquare() throws {
        let white = PixelImage(width: 40, height: 20, pixels: [UInt8](repeating: 255, count: 2_400))
        for seed in 0..<20 as Range<UInt64> {
            let covered = try Occlusion.perturbed(white, severity: 5, seed: seed)
            let grey = covered.pixels.enumerated().filter { $0.element == 128 }.map { $0.offset / 3 }
            #expect(grey.count == 10 * 10 * 3)
            let columns = grey.map { $0 % 40 }, rows = grey.map { $0 / 40 }
            #expect((columns.max() ?? 0) - (columns.min() ?? 0) == 9)
            #expect((rows.max() ?? 0) - (rows.min() ?? 0) == 9)
        }
    }

    @Test func compressionIsThatOfAFile() throws {
        let image = Sample.smooth(32)
        let expected = try PixelImage(decoding: image.encodedJPEG(quality: 15))
        #expect(try JPEGCompression.perturbed(image) == expected)
    }
}
