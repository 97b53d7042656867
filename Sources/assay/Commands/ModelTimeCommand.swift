import Architectures
import ArgumentParser
import Domain
import Inference
import Media

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `assay model time DIR`: how long a classifier takes for a batch; for `Benchmarks/vit`.
struct ModelTimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Times an image classifier on pictures of its own size.",
        shouldDisplay: false
    )

    @Argument(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var folder: String

    @Option(help: "Batch sizes, separated by commas.")
    var batch = "1,8"

    @OptionGroup var threads: ThreadOptions

    @Option(help: "How often each batch is run; the median counts.")
    var repeats = 20

    @Option(help: "The pictures' width and height in pixels.")
    var size = 224

    @Flag(
        help: """
            Reads batch sizes from standard input, one a line, and answers each with the \
            milliseconds that it took, so that a script can alternate between programs.
            """
    )
    var onRequest = false

    func run() throws {
        let model = try NativeModel.load(
            folder: folder,
            catalog: modelCatalog,
            threads: threads.count
        )
        guard let classifier = model.role as? any ImageClassifying else {
            throw ValidationError("\(folder) holds no image classifier")
        }
        if onRequest {
            while let line = readLine() {
                guard let size = Int(line), size > 0 else {
                    throw ValidationError("a batch size is expected, found '\(line)'")
                }
                print(try milliseconds(classifier, batch: size))
                flush()
            }
            return
        }
        var medians: [String: JSONValue] = [:]
        for name in batch.split(separator: ",") {
            guard let size = Int(name), size > 0 else {
                throw ValidationError("--batch lists whole numbers, found '\(name)'")
            }
            _ = try milliseconds(classifier, batch: size)
            let times = try (0..<max(1, repeats))
                .map { _ in try milliseconds(classifier, batch: size) }.sorted()
            medians[String(size)] = .number(times[times.count / 2])
        }
        print(
            JSONValue.object(["threads": .integer(threads.count), "milliseconds": .object(medians)])
                .text
        )
    }

    private func milliseconds(_ model: any ImageClassifying, batch: Int) throws -> Double {
        let images = (0..<batch).map { index in
            PixelImage(
                width: size,
                height: size,
                pixels: (0..<size * size * 3).map {
                    UInt8(truncatingIfNeeded: $0 &* 31 &+ index &* 17)
                }
            )
        }
        let clock = ContinuousClock()
        let start = clock.now
        _ = try model.logits(for: images)
        let (seconds, attoseconds) = (clock.now - start).components
        return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    }

    private func flush() { fflush(nil) }
}
