import Architectures
import Checkpoints
import Domain
import Foundation
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization

/// What stops an encoder of texts from being loaded or run, and what may be left over.
struct EncoderTests {
    static let models = RepositoryPaths.fixtures + "/models/"

    static func load(_ folder: String) throws -> NativeModel {
        try NativeModel.load(folder: folder, catalog: modelCatalog, threads: 1)
    }

    static func copy(_ name: String) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "assay-\(UUID().uuidString)"
        )
        try FileManager.default.copyItem(at: URL(filePath: models + name), to: url)
        return url.path
    }

    static func replace(_ old: String, with new: String, in file: String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try #require(text.contains(old), "\(old) is not in \(file)")
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: URL(filePath: file))
    }

    /// A classifier reads one row of the last block and computes no other, unless it is traced.
    @Test(arguments: ["bert/a", "roberta/b", "distilbert/a"])
    func theRowThatIsReadIsThatOfTheWholeBlock(_ name: String) throws {
        let model = try Self.load(Self.models + name).model
        let classifier = try #require(model.role as? any TextClassifying)
        let texts = [[5, 9, 7], [5, 8, 6, 11, 7, 9]]
        let found = try classifier.logits(
            for: texts.map { ids in
                let zeros = [Int](repeating: 0, count: ids.count)
                return Encoding(ids: ids, typeIDs: zeros)
            }
        )
        for (ids, found) in zip(texts, found) {
            let trace = TensorTrace()
            let input = Tensor([1, ids.count], ids.map(Float.init))
            try model.run(inputs: ["input_ids": input], options: [:], trace: trace)
            #expect(trace["logits"]?.values == found)
        }
    }

    @Test(arguments: [
        ("bert/a", "\"absolute\"", "\"relative_key\"", "position_embedding_type"),
        ("bert/a", "\"gelu\"", "\"mish\"", "hidden_act"),
        ("bert/a", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "hidden_size 24"),
        ("bert/a", "\"type_vocab_size\": 2", "\"type_vocab_size\": 3", "token_type_embeddings"),
        ("bert/a", "\"use_cache\": true", "\"is_decoder\": true", "is_decoder"),
        ("bert/a", "BertForSequenceClassification", "BertForMultipleChoice", "BertForMaskedLM"),
        ("bert/a", "BertForSequenceClassification", "BertForTokenClassification", "pooler"),
        ("bert/b", "multi_label_classification", "ranking", "problem_type"),
        ("roberta/a", "\"max_position_embeddings\": 50", "\"max_position_embeddings\": 2", "pad_"),
        ("distilbert/a", "\"n_layers\": 2", "\"n_layers\": 1", "does not use"),
        ("distilbert/a", "\"n_layers\": 2", "\"n_layers\": 1000000000", "from 1 to 10000"),
    ])
    func refusesWhatItCannotRun(
        _ name: String,
        _ old: String,
        _ new: String,
        _ sentence: String
    ) throws {
        let folder = try Self.copy(name)
        try Self.replace(old, with: new, in: folder + "/config.json")
        // A token classifier may have a pooler left over, so that one loads.
        if sentence == "pooler" {
            #expect(try Self.load(folder).leftOver.contains("bert.pooler.dense.weight"))
            return
        }
        let error = #expect(throws: (any Error).self) { try Self.load(folder) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func whatThePublishedFilesHaveBesidesIsNamed() throws {
        #expect(
            try Self.load(Self.models + "bert/masked-lm").leftOver == [
                "bert.embeddings.position_ids", "bert.pooler.dense.bias",
                "bert.pooler.dense.weight", "cls.predictions.decoder.weight",
                "cls.seq_relationship.bias", "cls.seq_relationship.weight",
            ]
        )
    }

    @Test func pretrainingIsAMaskedLanguageModel() throws {
        let folder = try Self.copy("bert/masked-lm")
        try Self.replace("BertForMaskedLM", with: "BertForPreTraining", in: folder + "/config.json")
        #expect(try Self.load(folder).role is any MaskFilling)
    }

    @Test(arguments: [
        ("modules.json", "Normalize", "LSTM", "LSTM"),
        ("modules.json", "1_Pooling", "../1_Pooling", "inside the folder"),
        ("1_Pooling/config.json", ": true", ": false", "one mode that is true"),
        ("1_Pooling/config.json", "16", "17", "word_embedding_dimension"),
        ("1_Pooling/config.json", "mean_sqrt_len_tokens\": false", "new\": true", "mode_new"),
    ])
    func refusesOtherSentenceModules(
        _ file: String,
        _ old: String,
        _ new: String,
        _ sentence: String
    ) throws {
        let folder = try Self.copy("bert/sentences")
        try Self.replace(old, with: new, in: folder + "/" + file)
        let error = #expect(throws: (any Error).self) { try Self.load(folder) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(sentence), "\(String(describing: error))")
    }

    @Test func aModelRunsWithoutATokenizerAndSaysSoWhenAskedATextOnly() throws {
        let folder = try Self.copy("bert/a")
        try FileManager.default.removeItem(atPath: folder + "/tokenizer.json")
        let role = try #require(try Self.load(folder).role as? any TextClassifying)
        #expect(throws: (any Error).self) { try role.front.encode("x") }
        #expect(try role.logits(for: [Encoding(ids: [2, 9, 3], typeIDs: [0, 0, 0])]).count == 1)
    }

    @Test(arguments: [
        Encoding(ids: [2, 5000, 3], typeIDs: [0, 0, 0]),
        Encoding(ids: [2, -1, 3], typeIDs: [0, 0, 0]),
        Encoding(ids: [2, 9, 3], typeIDs: [0, 7, 0]),
        Encoding(
            ids: Array(repeating: 9, count: 49),
            typeIDs: Array(repeating: 0, count: 49)
        ),
    ])
    func refusesTokensThatItDoesNotHave(_ text: Encoding) throws {
        let model = try Self.load(Self.models + "bert/a")
        let role = try #require(model.role as? any TextClassifying)
        #expect(throws: InferenceError.self) { try role.logits(for: [text]) }
    }

    @Test func refusesInputsOfOtherShapes() throws {
        let model = try Self.load(Self.models + "bert/a").model
        let ids = Tensor([1, 3], [2, 9, 3])
        for inputs in [
            [:], ["input_ids": ids.reshaped([3])], ["input_ids": ids, "inputs_embeds": ids],
            ["input_ids": ids, "attention_mask": Tensor([1, 2], [1, 1])],
            ["input_ids": ids, "attention_mask": Tensor([1, 3], [0, 0, 0])],
        ] {
            #expect(throws: InferenceError.self) {
                try model.run(inputs: inputs, options: [:], trace: TensorTrace())
            }
        }
        #expect(throws: InferenceError.self) {
            try model.run(
                inputs: ["input_ids": ids],
                options: ["output_scores": .bool(true)],
                trace: TensorTrace()
            )
        }
    }

    /// What is masked changes nothing, whatever it is.
    @Test func paddingChangesNoBit() throws {
        let model = try Self.load(Self.models + "bert/a").model
        func logits(_ ids: [Float], _ mask: [Float]) throws -> [Float]? {
            let trace = TensorTrace()
            try model.run(
                inputs: [
                    "input_ids": Tensor([1, ids.count], ids),
                    "attention_mask": Tensor([1, ids.count], mask),
                ],
                options: [:],
                trace: trace
            )
            return trace["logits"]?.values
        }
        let alone = try logits([2, 9, 40, 3], [1, 1, 1, 1])
        #expect(try logits([2, 9, 40, 3, 0, 17], [1, 1, 1, 1, 0, 0]) == alone)
        #expect(alone?.count == 3)
    }
}
