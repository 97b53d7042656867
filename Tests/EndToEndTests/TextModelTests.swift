import Domain
import Foundation
import GRDB
import TestSupport
import Testing

/// Native models of texts as a user asks them: by hand and in a suite.
@Suite(
    "The built program asks models of texts",
    .enabled(if: Program.path != nil, "the executable is not beside the test bundle")
)
struct TextModelTests {
    private static let models = RepositoryPaths.fixtures + "/models/"

    private let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-texts-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }

    private func predict(_ task: String, _ model: String, _ more: [String]) throws -> JSONValue {
        let arguments = ["predict", task, "--model", Self.models + model] + more
        let result = try Program.run(arguments, in: folder)
        #expect(result.status == 0, "\(result.errors)")
        return try JSONValue(parsing: result.output)
    }

    @Test func textsComeFromArgumentsAndFiles() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("texts.txt", "The cat sat.\n\n@ home\n")
        let file = try predict("text-classification", "bert/a", ["@texts.txt"])
        let texts = try predict("text-classification", "bert/a", ["The cat sat.", "", "@@ home"])
        #expect(file == texts)
        #expect(file.array?.count == 3)
        let one = try predict("text-classification", "bert/a", ["The cat sat.", "-o", "top_k=1"])
        #expect(one.array?.count == 1)
        #expect(one.array?.first == file.array?.first?.array?.first)
        let pair = try predict(
            "text-classification",
            "bert/a",
            [#"{"text": "The cat sat.", "text_pair": "The dog."}"#]
        )
        #expect(pair != file.array?.first)

        let missing = try Program.run(
            ["predict", "fill-mask", "--model", Self.models + "bert/masked-lm", "no mask"],
            in: folder
        )
        #expect(missing.status == 1 && missing.errors.contains("no [MASK]"), "\(missing.errors)")
        let head = try Program.run(
            ["predict", "fill-mask", "--model", Self.models + "bert/a", "x [MASK]"],
            in: folder
        )
        #expect(head.status != 0 && head.errors.contains("is no model for fill-mask"))
    }

    @Test func aSuiteClassifiesTextsNatively() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let rows = (0..<30).map { index in
            "\(index),\"the \(["cat", "dog", "bird"][index % 3]) sat on mat \(index)\","
                + ["good", "bad", "neutral"][index % 3]
        }
        try write("texts.csv", "id,text,label\n" + rows.joined(separator: "\n") + "\n")
        try write(
            "suite.yaml",
            """
            name: texts
            version: 1
            tasks:
              - task: text-classification
                dataset: { format: csv, source: texts.csv, name: texts }
                metrics: [accuracy, expected_calibration_error]
                models: [classifier]
              - task: zero-shot-classification
                dataset: texts
                options: { hypothesis_template: "It is {}." }
                metrics: [accuracy]
                models: [inference]
            models:
              - { name: classifier, backend: native, path: \(Self.models)bert/a }
              - { name: inference, backend: native, path: \(Self.models)distilbert/b }
            """
        )
        let run = try Program.run(["run", "suite.yaml", "--db", "texts.sqlite"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let database = try DatabaseQueue(path: folder + "/texts.sqlite")
        let outputs = try database.read {
            try String.fetchAll($0, sql: "SELECT output FROM prediction WHERE error IS NULL")
        }
        #expect(outputs.count == 60)
        // The dataset's labels are the classes that are chosen among.
        for output in outputs {
            let labels = try JSONValue(parsing: output).array?.compactMap { $0["label"]?.string }
            #expect(Set(labels ?? []) == ["good", "bad", "neutral"])
        }
    }
}
