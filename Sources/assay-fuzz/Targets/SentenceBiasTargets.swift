import Ingestion

extension FuzzTarget {
    static let crowsPairs = FuzzTarget(
        name: "crows-pairs",
        seeds: {
            [
                Array(
                    """
                    ,sent_more,sent_less,stereo_antistereo,bias_type,anon_writer
                    0,"One, two.",Two.,stereo,age,a0
                    1,One.,Two.,antistereo,age,
                    """.utf8
                )
            ]
        },
        read: { bytes in try ScratchFile.read(bytes, "pairs.csv", as: CrowSPairs.self) }
    )

    static let stereoset = FuzzTarget(
        name: "stereoset",
        seeds: {
            let labels = ["stereotype", "unrelated", "anti-stereotype"]
            let sentences = labels.map { "{\"sentence\": \"A b.\", \"gold_label\": \"\($0)\"}" }
            let entry = """
                {"id": "1", "target": "t", "bias_type": "race", "context": "A BLANK.",
                 "sentences": [\(sentences.joined(separator: ", "))]}
                """
            let data = "{\"intrasentence\": [\(entry)], \"intersentence\": [\(entry)]}"
            return [Array("{\"version\": \"1.1\", \"data\": \(data)}".utf8)]
        },
        read: { bytes in try ScratchFile.read(bytes, "dev.json", as: StereoSet.self) }
    )

    /// Descriptors beside fixed nouns and templates.
    static let holisticBias = FuzzTarget(
        name: "holisticbias",
        seeds: {
            [
                Array(
                    """
                    {"age": {"old": ["aged", {"descriptor": "young", "gender": "male"}]},
                     "hair": {"colour": [{"descriptor": "US-blond", "article": "a"}]}}
                    """.utf8
                )
            ]
        },
        read: { bytes in
            try ScratchFile.write(Array("{\"male\": [[\"man\", \"men\"]]}".utf8), "hb/nouns.json")
            let templates = "{\"I'm {noun_phrase}.\": {}, \"Oh, {plural_noun_phrase}!\": {}}"
            try ScratchFile.write(Array(templates.utf8), "hb/sentence_templates.json")
            try ScratchFile.write(bytes, "hb/descriptors.json")
            try ScratchFile.read(laid: "hb", as: HolisticBias.self)
        }
    )
}
