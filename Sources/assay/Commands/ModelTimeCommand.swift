import Architectures
import ArgumentParser
import Inference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `assay model time DIR`: how long a model takes for what it is asked; for `Benchmarks/models`.
struct ModelTimeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time",
        abstract: "Times a model on request.",
        discussion: """
            Reads requests from standard input, one a line, and answers each with the milliseconds \
            that it took, so that a script can alternate between programs:

              images B        B pictures of the model's own size
              texts L...      texts of so many tokens each, as one batch
              captions B L    B texts of L tokens, by an image-text model
              audio S         S samples of sound
              table L         a question and a table, L tokens together
              prefill L       L tokens, and the scores of the next
              decode B C N    one token for each of B texts after C, N times; the mean
            """,
        shouldDisplay: false
    )

    @Argument(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var folder: String

    @OptionGroup var threads: ThreadOptions

    @Option(help: "The pictures' width and height in pixels.")
    var size = 224

    func validate() throws {
        guard (1...10_000).contains(size) else {
            throw ValidationError("--size is a number from 1 to 10000, found \(size)")
        }
    }

    func run() throws {
        let model = try NativeModel.load(
            folder: folder,
            catalog: modelCatalog,
            threads: threads.count
        )
        var requests = TimedRequests(model: model.model, pictureSize: size)
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            let numbers = words.dropFirst().compactMap(Int.init)
            guard let kind = words.first, numbers.count == words.count - 1,
                let milliseconds = try requests.milliseconds(kind, numbers)
            else {
                throw ValidationError("\(folder) is not asked this way: '\(line)'")
            }
            print(milliseconds)
            fflush(nil)
        }
    }
}
