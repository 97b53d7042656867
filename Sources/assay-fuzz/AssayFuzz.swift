import Domain
import Glibc

/// Feeds mutated inputs to the readers of untrusted bytes.
@main
struct AssayFuzz {
    static let usage = """
        usage: assay-fuzz [TARGET] [--seconds N] [--iterations N] [--seed S] [--save FOLDER]

        Reads mutated inputs until the time or the number of inputs is over (10 seconds a target
        unless told otherwise). The same seed gives the same inputs. A crash, a hang or a wrong
        result ends the run with the input saved in FOLDER (default: the current one).

        """

    var target: String?
    var seconds = 10.0
    var iterations = Int.max
    var seed: UInt64 = 1
    var folder = "."

    static func main() {
        do {
            let run = try AssayFuzz(arguments: Array(CommandLine.arguments.dropFirst()))
            let targets = try run.target.map { [try fuzzCatalog($0)] } ?? fuzzCatalog.entries
            for target in targets { try run.fuzz(target) }
        } catch {
            let message = Array("assay-fuzz: \(error)\n".utf8)
            _ = write(2, message, message.count)
            exit(error is Finding ? 1 : 64)
        }
    }

    init(arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--seconds": seconds = try Self.value(&rest, argument)
            case "--iterations": iterations = try Self.value(&rest, argument)
            case "--seed": seed = try Self.value(&rest, argument)
            case "--save": folder = try Self.value(&rest, argument)
            case "--help", "-h":
                print(Self.usage, "targets: \(fuzzCatalog.names.joined(separator: ", "))")
                exit(0)
            case _ where argument.hasPrefix("-") || target != nil:
                throw UsageError(description: "unexpected '\(argument)'\n\(Self.usage)")
            default: target = argument
            }
        }
        // With a number of inputs the time is no limit, so that runs can be compared.
        if iterations != .max, !arguments.contains("--seconds") { seconds = .infinity }
    }

    private static func value<Value: LosslessStringConvertible>(
        _ rest: inout ArraySlice<String>,
        _ name: String
    ) throws -> Value {
        guard let text = rest.popFirst(), let value = Value(text) else {
            throw UsageError(description: "\(name) needs a value\n\(usage)")
        }
        return value
    }

    private func fuzz(_ target: FuzzTarget) throws {
        CrashReport.install(path: "\(folder)/fuzz-\(target.name)-\(seed).input")
        let seeds = try target.seeds()
        for input in seeds {
            do {
                try CrashReport.guarding(input) { try target.read(input) }
            } catch {
                throw Finding(
                    description: "\(target.name): a well-formed seed is refused: \(error)"
                )
            }
        }
        var mutator = Mutator(seed: seed)
        var done = 0, accepted = 0
        let start = Self.now()
        while done < iterations, Self.now() - start < seconds {
            var input = mutator.mutate(seeds)
            if mutator.below(2) == 0 { target.repair(&input) }
            do {
                try CrashReport.guarding(input) { try target.read(input) }
                accepted += 1
            } catch let finding as Finding {
                CrashReport.guarding(input) { CrashReport.save() }
                throw Finding(description: "\(target.name), input \(done): \(finding)")
            } catch {
                // Refused with a reason, as it should be.
            }
            done += 1
        }
        let elapsed = Int((Self.now() - start) * 10)
        let took = "\(elapsed / 10).\(elapsed % 10) s"
        print(
            "\(target.name): \(done) inputs, \(accepted) read, \(done - accepted) refused, \(took)"
        )
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

struct UsageError: Error, CustomStringConvertible {
    let description: String
}
