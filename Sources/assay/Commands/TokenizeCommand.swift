import ArgumentParser
import Domain
import Evaluation
import Tokenization

/// `assay tokenize --model DIR TEXT...`: the tokens of texts.
struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Prints the tokens that a model is given for a text.",
        discussion: """
            Prints a line of JSON for each text: ids, tokens, offsets (in Unicode scalars of the \
            text), types, and the text that the ids stand for, with and without special tokens. \
            Without texts, standard input is read: a text a line, or with --json-lines a JSON string \
            a line, or an object with a text and a pair. A text that cannot be encoded has an error \
            in its line, and the exit status is 1.
            """
    )

    @Option(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var model: String

    @Option(help: "A second text, for models that take pairs.")
    var pair: String?

    @Option(help: "At most so many tokens, the longer text shortened first.")
    var maxLength: Int?

    @Flag(help: "Leaves out the tokens that the model expects around a text.")
    var noSpecialTokens = false

    @Flag(help: "Standard input is JSON, a value a line.")
    var jsonLines = false

    @Argument(help: ArgumentHelp("Texts.", valueName: "text"))
    var texts: [String] = []

    func validate() throws {
        if let maxLength, maxLength < 1 {
            throw ValidationError("--max-length is at least 1, found \(maxLength)")
        }
        if jsonLines, !texts.isEmpty {
            throw ValidationError("--json-lines is for standard input; give no texts")
        }
    }

    func run() throws {
        let tokenizer = try Tokenizer(folder: model)
        var failed = false
        func show(_ text: String, _ pair: String?) {
            do {
                print(try line(tokenizer, text, pair).text)
            } catch {
                failed = true
                print(JSONValue.object(["error": .string("\(error)")]).text)
            }
        }
        for text in texts { show(text, pair) }
        let lines = texts.isEmpty ? try InputFiles().texts(["-"]) : []
        for (index, line) in lines.enumerated() {
            guard jsonLines else {
                show(line, pair)
                continue
            }
            let (text, own) = try Self.parts(line, number: index + 1)
            show(text, own ?? pair)
        }
        if failed { throw ExitCode.failure }
    }

    /// The text of a line of JSON, and its pair if it has one.
    private static func parts(_ line: String, number: Int) throws -> (String, String?) {
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch {
            throw ValidationError("standard input, line \(number): \(error)")
        }
        let pair = value["pair"] ?? .null
        guard let text = value.string ?? value["text"]?.string, pair == .null || pair.string != nil
        else {
            throw ValidationError(
                "standard input, line \(number): expected a string, or an object whose text and "
                    + "pair are strings, found \(line.prefix(80))"
            )
        }
        return (text, pair.string)
    }

    private func line(
        _ tokenizer: Tokenizer,
        _ text: String,
        _ pair: String?
    ) throws -> JSONValue {
        let encoding = try tokenizer.encode(
            text,
            pair: pair,
            addsSpecialTokens: !noSpecialTokens,
            truncation: maxLength.map {
                Truncation(maximumLength: $0, side: tokenizer.truncationSide)
            }
        )
        let offsets = encoding.offsets.map {
            JSONValue.array([.integer($0.lowerBound), .integer($0.upperBound)])
        }
        return .object([
            "ids": .array(encoding.ids.map(JSONValue.integer)),
            "tokens": .array(encoding.tokens.map(JSONValue.string)),
            "offsets": .array(offsets),
            "types": .array(encoding.typeIDs.map(JSONValue.integer)),
            "decoded": .string(tokenizer.decode(encoding.ids, skipsSpecialTokens: false)),
            "text": .string(tokenizer.decode(encoding.ids)),
        ])
    }
}
