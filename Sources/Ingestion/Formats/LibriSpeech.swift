package import Domain

/// LibriSpeech and corpora laid out like it (Panayotov and others 2015): FLAC files and a transcript file
/// in a folder per chapter, chapters in a folder per speaker.
package enum LibriSpeech: DatasetFormat {
    package static let name = "librispeech"
    package static let summary =
        "SPEAKER/CHAPTER/ folders with FLAC files and S-C.trans.txt; a folder or the .tar.gz"
    package static let kind = DatasetKind.speech
    package static let options: [FormatOption] = []

    package static func canReference(_ source: SourceLocation) -> Bool { source.isFolder }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        if source.isArchive {
            guard let archive = try? ArchiveReader(source.path, name: source.name) else {
                return false
            }
            // The published archives have their documents first and audio soon after.
            for _ in 0..<200 {
                guard let member = try? archive.next() else { return false }
                if member.name.hasSuffix(".trans.txt") { return true }
                if LibriSpeechUtterance(path: member.name) != nil { return true }
            }
            return false
        }
        return source.isFolder && holdsTranscript(source.path, depth: 0)
    }

    /// Whether there is a transcript file within four levels, looking into the first folders only.
    private static func holdsTranscript(_ folder: String, depth: Int) -> Bool {
        let entries = FileTree.entries(folder)
        if entries.contains(where: { !$0.isFolder && $0.name.hasSuffix(".trans.txt") }) {
            return true
        }
        guard depth < 4 else { return false }
        return entries.lazy.filter(\.isFolder).prefix(3)
            .contains { holdsTranscript(folder + "/" + $0.name, depth: depth + 1) }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        if source.isFolder {
            try LibriSpeechTree(root: source.path, options: options).read(each)
        } else {
            try LibriSpeechArchive(path: source.path, options: options).read(each)
        }
    }
}

/// Who speaks and what is read, by the ids in `SPEAKERS.TXT` and `CHAPTERS.TXT`.
///
/// The first columns are LibriSpeech's. A corpus of the same layout may have more of them, which its
/// header names (`;ID |SEX| SUBSET |MINUTES| NAME | ACCENT`); they become attributes of that name.
struct LibriSpeechDocuments {
    private var speakers: [String: [String: String]] = [:]
    private var chapters: [String: [String: String]] = [:]

    /// The names under which attributes are kept, by column.
    private static let speakerColumns = ["", "sex", "subset", "minutes", "name"]
    private static let chapterColumns = [
        "", "", "", "subset", "", "bookId", "chapterTitle", "book",
    ]

    /// Takes in a document's text; other files are ignored.
    mutating func add(_ text: String, named name: String) {
        switch name.lastPathComponent.uppercased() {
        case "SPEAKERS.TXT": speakers = Self.table(text, Self.speakerColumns)
        case "CHAPTERS.TXT": chapters = Self.table(text, Self.chapterColumns)
        default: break
        }
    }

    var areComplete: Bool { !speakers.isEmpty && !chapters.isEmpty }

    /// What is known about an utterance; nothing about its subset if the documents differ.
    func attributes(_ utterance: LibriSpeechUtterance) -> [String: String] {
        var attributes = chapters[utterance.chapter] ?? [:]
        attributes.merge(speakers[utterance.speaker] ?? [:]) { _, speaker in speaker }
        attributes["speaker"] = utterance.speaker
        attributes["chapter"] = utterance.chapter
        return attributes
    }

    /// Rows of fields separated by `|`; lines that start with `;` are comments.
    ///
    /// The last column may itself contain `|`.
    private static func table(_ text: String, _ known: [String]) -> [String: [String: String]] {
        func fields(_ line: Substring, atMost count: Int) -> [String] {
            line.split(separator: "|", maxSplits: count - 1, omittingEmptySubsequences: false)
                .map { String($0.trimmingSpace()) }
        }
        var columns = known
        var rows: [String: [String: String]] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix(";") {
                let header = fields(line.dropFirst(), atMost: .max)
                if header.first?.uppercased() == "ID" {
                    columns = known + header.dropFirst(known.count).map { $0.lowercased() }
                }
                continue
            }
            let fields = fields(line, atMost: columns.count)
            var row: [String: String] = [:]
            for (column, field) in zip(columns, fields) where !column.isEmpty && !field.isEmpty {
                row[column] = field
            }
            if let id = fields.first { rows[id] = row }
        }
        return rows
    }
}

/// The parts of an utterance's id, `SPEAKER-CHAPTER-NUMBER`.
struct LibriSpeechUtterance {
    let id: String
    let speaker: String
    let chapter: String
    /// The folder above the speaker's, such as `dev-clean`; nil where there is none.
    let subset: String?

    /// Reads `.../SUBSET/SPEAKER/CHAPTER/SPEAKER-CHAPTER-NUMBER.flac`; nil for other files.
    init?(path: String) {
        guard FolderDataset.endings(.audio).contains(path.pathExtension) else { return nil }
        let name = path.lastPathComponent
        id = String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)])
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        speaker = String(parts[0])
        chapter = String(parts[1])
        let folders = path.split(separator: "/").dropLast()
        let isOwn = folders.suffix(2).map(String.init) == [speaker, chapter]
        subset = isOwn && folders.count >= 3 ? String(folders[folders.endIndex - 3]) : nil
    }

    func example(
        _ medium: Medium,
        transcript: String,
        split: String?,
        documents: LibriSpeechDocuments
    ) -> Example {
        Example(
            key: id,
            split: split ?? subset ?? "all",
            medium: medium,
            target: .text(transcript),
            attributes: documents.attributes(self)
        )
    }
}

/// The lines of a transcript file by utterance id.
struct LibriSpeechTranscripts {
    private(set) var texts: [String: String] = [:]

    /// Adds `ID TEXT` lines.
    mutating func add(_ text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard let id = parts.first else { continue }
            texts[String(id)] = parts.count > 1 ? String(parts[1].trimmingSpace()) : ""
        }
    }

    mutating func take(_ id: String) -> String? { texts.removeValue(forKey: id) }
}
