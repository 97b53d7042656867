import Architectures
import Domain
import Foundation
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization

/// The shared oracle's tables: tokens, type ids and answers.
@Suite(.enabled(if: RepositoryPaths.oracle("tapas-a") != nil, "the shared oracle is not here"))
struct TapasOracleTests {
    /// Variant a, and b where somebody made it.
    static let folders = ["tapas-a", "tapas-b"].compactMap { RepositoryPaths.oracle($0) }

    @Test(arguments: folders)
    func tokensAndAnswersAreTheReferences(_ folder: String) throws {
        let json = try JSONFile.read(folder + "/io.json")
        let recorded = try RecordedCalls(folder: folder)
        let tables = try (json["tables"]?.object ?? [:]).mapValues { try Table(fixture: $0) }
        let model = try TapasTests.answering(folder, threads: 2)
        let encoder = try TableEncoder(folder: folder)
        let examples = json["examples"]?.array ?? []
        #expect(examples.count == 5)
        for example in examples {
            let tag = try #require(example["tag"]?.string)
            let table = try #require(tables[example["table"]?.string ?? ""])
            let prepared = try encoder.prepare(table)
            let previous = example["tokenizer_kwargs"]?["answer_coordinates"]?.array ?? []
            let ids = try recorded.tensor("in.\(tag).input_ids")
            let types = try recorded.tensor("in.\(tag).token_type_ids")
            for (index, result) in (example["results"]?.array ?? []).enumerated() {
                let question = try #require(result["query"]?.string)
                var encoding = try encoder.encode(
                    question,
                    over: prepared,
                    limit: example["tokenizer_kwargs"]?["max_length"]?.integer
                )
                // The reference marks each question with the answer before it.
                if index > 0, index <= previous.count {
                    encoding.mark(
                        (previous[index - 1].array ?? []).map {
                            ($0.array ?? []).compactMap(\.integer)
                        }
                    )
                }
                let length = ids.shape[1], start = index * length
                let row = Array(ids.values[start..<start + encoding.count])
                #expect(encoding.ids.map(Float.init) == row, "\(tag) \(index)")
                #expect(encoding.count == result["length"]?.integer, "\(tag) \(index)")
                for (kind, own) in encoding.typeIDs.enumerated() {
                    let expected = own.indices.map { types.values[(start + $0) * 7 + kind] }
                    #expect(own.map(Float.init) == expected, "\(tag) \(index) \(kind)")
                }
                let scores = try #require(try model.scores(for: [encoding]).first)
                let answer = model.answer(scores, over: table)
                #expect(answer.answer == result["pipeline_answer"]?.string, "\(tag) \(index)")
                #expect(answer.cells == result["cells"]?.strings, "\(tag) \(index)")
                #expect(answer.aggregator == result["aggregator"]?.string, "\(tag) \(index)")
                let loose = result["coordinates_threshold_0_2"]?.array?.map {
                    $0.array?.compactMap(\.integer) ?? []
                }
                #expect(scores.selected(threshold: 0.2) == loose, "\(tag) \(index)")
            }
        }
    }
}
