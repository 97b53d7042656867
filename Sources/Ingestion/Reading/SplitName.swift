/// Folder and file names that stand for a part of a dataset.
enum SplitName {
    private static let known: [String: String] = [
        "train": "train", "training": "train", "validation": "validation", "valid": "validation",
        "val": "validation", "dev": "validation", "test": "test", "testing": "test", "eval": "test",
    ]

    /// `train`, `validation` or `test` for a name that means one; nil for any other.
    static func canonical(_ name: String) -> String? { known[name.lowercased()] }

    /// The split that a file name speaks of in one of its words (`captions_val2017.json`); nil if none.
    static func mentioned(in name: String) -> String? {
        let words = name.lowercased().split { !$0.isLetter }
        return words.lazy.compactMap { known[String($0)] }.first
    }
}
