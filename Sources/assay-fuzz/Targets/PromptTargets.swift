import Ingestion

extension FuzzTarget {
    static let bold = FuzzTarget(
        name: "bold",
        seeds: {
            [
                #"{"a": {"x": ["one ", "two "]}, "b": {"y": []}}"#,
                #"{"\u00e9": {"p\n": ["\ud83d\ude00 "]}, "": {"": [""]}}"#,
            ].map { Array($0.utf8) }
        },
        read: { bytes in try ScratchFile.read(bytes, "gender_prompt.json", as: BOLD.self) }
    )

    static let realToxicityPrompts = FuzzTarget(
        name: "real-toxicity-prompts",
        seeds: {
            let row = #""continuation": {"text": " b", "toxicity": null}, "challenging": false}"#
            return [
                #"{"filename": "f", "begin": 0, "end": 9, "prompt": {"text": "a", "toxicity": 0.9}, "#
                    + row + "\n",
                #"{"prompt": {"text": "\u00e9", "toxicity": null, "threat": 1}, "# + row,
            ].map { Array($0.utf8) }
        },
        read: { bytes in
            try ScratchFile.read(bytes, "prompts.jsonl", as: RealToxicityPrompts.self)
        }
    )
}
