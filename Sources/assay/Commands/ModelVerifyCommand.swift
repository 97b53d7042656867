import Architectures
import ArgumentParser
import Domain
import Inference
import Tensors

/// `assay model verify DIR`: the recorded calls of a folder, run again.
struct ModelVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Runs a folder's recorded calls and compares every named tensor.",
        discussion: """
            The folder holds io.json and io.safetensors beside the checkpoint: the inputs, \
            intermediate tensors and outputs of the reference implementation. Tensors are compared \
            in layer order. The exit status is 1 if any departs by more than the tolerance.
            """
    )

    @Argument(help: ArgumentHelp("The checkpoint folder.", valueName: "dir"))
    var folder: String

    @Option(help: "The largest absolute difference that passes.")
    var tolerance: Float = 1e-4

    @OptionGroup var threads: ThreadOptions

    @Flag(help: "Prints JSON.")
    var json = false

    func validate() throws {
        guard tolerance >= 0, tolerance.isFinite else {
            throw ValidationError("--tolerance is a number of 0 or more, found \(tolerance)")
        }
    }

    func run() throws {
        let verification = try Verification(
            folder: folder,
            catalog: modelCatalog,
            threads: threads.count
        )
        let first = verification.firstBeyond(tolerance)
        if json {
            print(Self.json(verification, tolerance, first).text)
        } else {
            let width = verification.lines.map(\.name.count).max() ?? 0
            for line in verification.lines {
                let name = line.name.padding(to: width)
                print("call \(line.call)  \(name)  \(line.shape)  \(Self.words(line, tolerance))")
            }
            if verification.lines.isEmpty {
                print("no tensor is recorded")
            } else if let first {
                print("\(first.name) of call \(first.call) is the first beyond \(tolerance)")
            } else {
                print("all \(verification.lines.count) tensors are within \(tolerance)")
            }
        }
        if first != nil || verification.lines.isEmpty { throw ExitCode.failure }
    }

    private static func words(_ line: Verification.Line, _ tolerance: Float) -> String {
        guard let difference = line.difference else { return "not computed by this model" }
        switch difference.verdict {
        case .compared(let largest, let index, let expected, let found):
            let off = "max |difference| \(largest)"
            if largest <= tolerance { return off }
            return "\(off) at \(index): expected \(expected), found \(found)"
        case .shape(_, let found): return "another shape: \(found)"
        case .empty: return "nothing to compare"
        }
    }

    private static func json(
        _ verification: Verification,
        _ tolerance: Float,
        _ first: Verification.Line?
    ) -> JSONValue {
        let tensors = verification.lines.map { line -> JSONValue in
            var members: [String: JSONValue] = [
                "call": .integer(line.call),
                "name": .string(line.name),
                "shape": .array(line.shape.dimensions.map(JSONValue.integer)),
                "passed": .bool(line.difference?.isWithin(tolerance) ?? false),
            ]
            if case .compared(let largest, let index, _, _) = line.difference?.verdict {
                members["largestDifference"] = .number(Double(largest))
                members["index"] = .array(index.map(JSONValue.integer))
            }
            return .object(members)
        }
        return .object([
            "tolerance": .number(Double(tolerance)),
            "passed": .bool(first == nil && !verification.lines.isEmpty),
            "firstDeparture": first.map { .string($0.name) } ?? .null,
            "tensors": .array(tensors),
        ])
    }
}

extension String {
    /// The string with spaces after it up to a width.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
