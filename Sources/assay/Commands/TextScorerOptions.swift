import Architectures
import ArgumentParser
import Evaluation
import Foundation

/// Text scorers that a command is given, for metrics that name one.
struct TextScorerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A text scorer for metrics to name: word_list with a file, text-classification with a "
                + "checkpoint's folder.",
            valueName: "name=kind:path"
        )
    )
    var textScorer: [String] = []

    func validate() throws {
        for item in textScorer where Self.parts(item) == nil {
            throw ValidationError("--text-scorer takes name=kind:path, not '\(item)'.")
        }
    }

    /// The scorers, ready to judge.
    func made() throws -> TextScorers {
        try TextScorers.made(
            textScorer.compactMap(Self.parts),
            folder: FileManager.default.currentDirectoryPath,
            threads: ProcessInfo.processInfo.activeProcessorCount,
            architectures: modelCatalog
        )
    }

    private static func parts(_ item: String) -> (name: String, kind: String, path: String)? {
        guard let match = item.wholeMatch(of: #/([^=]+)=([^:]+):(.+)/#) else { return nil }
        return (String(match.1), String(match.2), String(match.3))
    }
}
