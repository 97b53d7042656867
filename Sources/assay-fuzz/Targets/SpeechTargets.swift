import Architectures
import Checkpoints
import Domain
import Inference
import Media
import Preprocessing
import Tokenization

extension FuzzTarget {
    static let arpa = FuzzTarget(
        name: "arpa",
        seeds: {
            let trigrams = """
                \\data\\
                ngram 1=4
                ngram 2=3
                ngram 3=1

                \\1-grams:
                -99 <s> -0.4
                -1.1 </s>
                -0.6 a -0.3
                -2.5 <unk>

                \\2-grams:
                -0.2 <s> a -0.15
                -0.9 a a
                -0.5 a </s>

                \\3-grams:
                -0.05 <s> a a

                \\end\\
                """
            return [Array(trigrams.utf8), Array("\\data\\\nngram 1=0\n\\1-grams:\n\\end\\".utf8)]
        },
        read: { bytes in
            let model = try bytes.withUnsafeBytes { try NGramModel(bytes: $0, file: "arpa") }
            let sum = model.logProbability(ofSentence: ["a", "a", "b", "a", "<s>", "a"])
            guard sum.isFinite else { throw Finding(description: "a sentence of log \(sum)") }
        }
    )

    static let ctcVocabulary = FuzzTarget(
        name: "ctc-vocab.json",
        seeds: {
            let plain = #"""
                {"vocab": {"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "|": 4, "A": 5}}
                """#
            let full = #"""
                {"vocab": {"eng": {"<pad>": 0, "|": 1, "A": 2}, "fra": {"<pad>": 0}}, "added": {"y": 4},
                "configuration": {"word_delimiter_token": {"content": "|"}, "target_lang": "eng",
                "do_lower_case": true, "added_tokens_decoder": {"6": {"content": "x"}}},
                "special": {"pad_token": "A", "unk_token": null}}
                """#
            return [plain, full].map { Array($0.utf8) }
        },
        read: { bytes in
            // The folder's four files as members of one.
            let json = try JSONValue(parsing: bytes)
            let vocabulary = try CTCVocabulary(
                vocabulary: json["vocab"] ?? .null,
                configuration: json["configuration"] ?? .null,
                special: json["special"] ?? .null,
                added: json["added"] ?? .null,
                count: 7,
                folder: "ctc"
            )
            let path = [0, 1, 1, 2, 3, 4, 5, 6, 6, 0]
            let characters = vocabulary.characters(path: path)
            guard vocabulary.tokens.count == 7, (0..<7).contains(vocabulary.blank),
                vocabulary.words(characters).count <= characters.count
            else { throw Finding(description: "a vocabulary that is not of 7 outputs") }
            _ = vocabulary.labels(of: vocabulary.text(path: path))
        }
    )

    static let audioPreprocessor = FuzzTarget(
        name: "audio-preprocessor_config.json",
        seeds: {
            let full = #"""
                {"feature_extractor_type": "Wav2Vec2FeatureExtractor", "sampling_rate": 16000,
                "do_normalize": true, "feature_size": 1, "padding_value": 0.0,
                "return_attention_mask": false, "padding_side": "right"}
                """#
            return [Array(full.utf8)]
        },
        read: { bytes in
            let json = try ConfigurationScope(bytes: bytes, file: "preprocessor_config.json")
            let preprocessor = try AudioPreprocessor(json)
            let wave = Waveform(sampleRateHertz: 8_000, channels: [[0, 0.5, -0.5, 0.25]])
            let samples = try preprocessor.signal(wave).samples
            guard preprocessor.inputValues(samples[...]).allSatisfy(\.isFinite) else {
                throw Finding(description: "samples that are not finite")
            }
        }
    )

    static let speechConfiguration = FuzzTarget(
        name: "speech-config.json",
        seeds: {
            [TinySpeech.configuration, TinySpeech.layerConfiguration].map { Array($0.utf8) }
        },
        read: { bytes in
            try ScratchFile.write(TinySpeech.weights, "speech/model.safetensors")
            try ScratchFile.write(Array("{}".utf8), "speech/preprocessor_config.json")
            try ScratchFile.write(
                Array(#"{"<pad>": 0, "|": 1, "A": 2, "B": 3}"#.utf8),
                "speech/vocab.json"
            )
            try ScratchFile.write(bytes, "speech/config.json")
            let model = try NativeModel.load(
                folder: ScratchFile.path("speech"),
                catalog: modelCatalog,
                threads: 1
            )
            guard let recognizer = model.role as? any SpeechTranscribing else {
                throw Finding(description: "a speech recogniser that hears nothing")
            }
            let wave = Waveform(
                sampleRateHertz: 16_000,
                channels: [(0..<300).map { Float($0 % 17) / 20 }]
            )
            _ = try SpeechTranscriber(recognizer).transcribe([wave])
        }
    )
}

/// The smallest wav2vec 2.0.
private enum TinySpeech {
    static let configuration = #"""
        {"model_type": "wav2vec2", "architectures": ["Wav2Vec2ForCTC"], "hidden_size": 4,
        "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 4,
        "conv_dim": [4, 4], "conv_kernel": [3, 2], "conv_stride": [2, 2], "vocab_size": 4,
        "num_conv_pos_embeddings": 2, "num_conv_pos_embedding_groups": 2, "hidden_act": "gelu",
        "feat_extract_norm": "group", "conv_bias": false, "do_stable_layer_norm": false}
        """#

    static let layerConfiguration = #"""
        {"model_type": "wav2vec2", "hidden_size": 4, "num_hidden_layers": 1, "layer_norm_eps": 1e-5,
        "num_attention_heads": 1, "intermediate_size": 4, "conv_dim": [4, 4],
        "conv_kernel": [3, 2], "conv_stride": [1, 5], "vocab_size": 4, "add_adapter": false,
        "num_conv_pos_embeddings": 2, "num_conv_pos_embedding_groups": 2, "hidden_act": "relu",
        "feat_extract_activation": "gelu", "do_stable_layer_norm": true}
        """#

    static var weights: [UInt8] {
        let body = "wav2vec2."
        let layer = body + "encoder.layers.0."
        var shapes: [(String, [Int])] = [
            (body + "feature_extractor.conv_layers.0.conv.weight", [4, 1, 3]),
            (body + "feature_extractor.conv_layers.1.conv.weight", [4, 4, 2]),
            (body + "encoder.pos_conv_embed.conv.weight_g", [1, 1, 2]),
            (body + "encoder.pos_conv_embed.conv.weight_v", [4, 2, 2]),
            (body + "encoder.pos_conv_embed.conv.bias", [4]),
        ]
        for name in [
            body + "feature_projection.projection", layer + "attention.q_proj",
            layer + "attention.k_proj", layer + "attention.v_proj", layer + "attention.out_proj",
            layer + "feed_forward.intermediate_dense", layer + "feed_forward.output_dense",
            "lm_head",
        ] {
            shapes += [(name + ".weight", [4, 4]), (name + ".bias", [4])]
        }
        for name in [
            body + "feature_extractor.conv_layers.0.layer_norm",
            body + "feature_projection.layer_norm", body + "encoder.layer_norm",
            layer + "layer_norm", layer + "final_layer_norm",
        ] {
            shapes += [(name + ".weight", [4]), (name + ".bias", [4])]
        }
        return Safetensors.file(shapes)
    }
}
