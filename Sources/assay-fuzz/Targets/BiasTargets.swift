import Domain
import Ingestion

extension FuzzTarget {
    static let bbq = FuzzTarget(
        name: "bbq",
        seeds: {
            [
                Array(
                    """
                    {"example_id": 1, "question_index": "1", "question_polarity": "neg", \
                    "context_condition": "ambig", "category": "Sleep", "answer_info": \
                    {"ans0": ["owl", "F-late"], "ans1": ["lark", "early"], "ans2": ["", "unknown"]}, \
                    "additional_metadata": {"subcategory": "x", "stereotyped_groups": ["late"]}, \
                    "context": "{question} c", "question": "q", "ans0": "a", "ans1": "b", \
                    "ans2": "c", "label": 0}

                    """.utf8
                )
            ]
        },
        read: { bytes in try ScratchFile.read(bytes, "Sleep.jsonl", as: BBQ.self) }
    )

    static let winobias = FuzzTarget(
        name: "winobias",
        seeds: {
            [
                Array("1 [The baker] met the guard because [she] left.\n".utf8)
                    + Array("2 The baker met [ the guard] and hid [him] from [himself].".utf8)
            ]
        },
        read: { bytes in
            try ScratchFile.read(bytes, "pro_stereotyped_type1.txt.dev", as: WinoBias.self)
        }
    )

    /// A first line is the statistics' row, the rest are sentences.
    static let winogender = FuzzTarget(
        name: "winogender",
        seeds: {
            [
                Array("baker\t30.5\t58.0\t2015\nsentid\tsentence\n".utf8)
                    + Array("baker.guest.1.female.txt\tThe baker told the guest that she ate.".utf8)
            ]
        },
        read: { bytes in
            let lines = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            let header = "occupation\tbergsma_pct_female\tbls_pct_female\tbls_year\n"
            try ScratchFile.write(Array(header.utf8) + lines[0], "occupations-stats.tsv")
            let sentences = lines.count > 1 ? Array(lines[1]) : []
            try ScratchFile.read(sentences, "all_sentences.tsv", as: Winogender.self)
        }
    )
}
