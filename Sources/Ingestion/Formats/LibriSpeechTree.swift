import Domain
import Media

/// Reads a LibriSpeech tree from a folder, chapter by chapter.
struct LibriSpeechTree {
    let root: String
    let options: IngestionOptions

    func read(_ each: (Result<Example, IngestionError>) throws -> Void) throws {
        let documents = documents()
        var found = false
        try chapters(root, below: "", depth: 0) { folder, files in
            found = true
            try chapter(folder, files, documents, each)
        }
        if !found {
            throw IngestionError(
                file: root.lastPathComponent,
                reason: "no folder with a transcript (*.trans.txt) or recordings below it"
            )
        }
    }

    /// SPEAKERS.TXT and CHAPTERS.TXT beside the subsets, or up to three folders above.
    private func documents() -> LibriSpeechDocuments {
        var documents = LibriSpeechDocuments()
        var folder = root
        for _ in 0..<4 {
            for name in ["SPEAKERS.TXT", "CHAPTERS.TXT"] {
                guard let bytes = try? FileBytes.read(folder.appending(path: name)) else {
                    continue
                }
                documents.add(String(decoding: bytes, as: UTF8.self), named: name)
            }
            if documents.areComplete { break }
            folder = folder.parentPath
            if folder.isEmpty { break }
        }
        return documents
    }

    /// Visits the folders that hold recordings or transcripts, in the order of their paths.
    private func chapters(
        _ root: String,
        below prefix: String,
        depth: Int,
        _ visit: (String, [String]) throws -> Void
    ) throws {
        guard depth < 8 else { return }
        let entries = FileTree.entries(prefix.isEmpty ? root : root + "/" + prefix)
        let files = entries.filter { !$0.isFolder }.map(\.name)
        let belongs = files.contains {
            $0.hasSuffix(".trans.txt") || LibriSpeechUtterance(path: $0) != nil
        }
        if belongs { try visit(prefix, files) }
        for entry in entries where entry.isFolder {
            let path = prefix.isEmpty ? entry.name : prefix + "/" + entry.name
            try chapters(root, below: path, depth: depth + 1, visit)
        }
    }

    private func chapter(
        _ folder: String,
        _ files: [String],
        _ documents: LibriSpeechDocuments,
        _ each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        func relative(_ file: String) -> String { folder.isEmpty ? file : folder + "/" + file }
        var transcripts = LibriSpeechTranscripts()
        for file in files where file.hasSuffix(".trans.txt") {
            var lines: LineReader
            do throws(IngestionError) {
                lines = try LineReader(root + "/" + relative(file), name: relative(file))
            } catch {
                try each(.failure(error))
                continue
            }
            while true {
                switch Result(catching: { () throws(IngestionError) in try lines.next() }) {
                case .success(nil): break
                case .success(let line?):
                    transcripts.add(line)
                    continue
                case .failure(let error):
                    try each(.failure(error))
                    continue
                }
                break
            }
        }
        let recordings = files.filter { LibriSpeechUtterance(path: $0) != nil }
        let reader = MediaReader(storage: options.media, kind: .audio)
        // The subset is named by the folder above, also where that is not part of the source.
        let above = root + "/" + folder
        try reader.media(recordings.map { root + "/" + relative($0) }) { index, result in
            let file = relative(recordings[index])
            guard let utterance = LibriSpeechUtterance(path: above + "/" + recordings[index]) else {
                return
            }
            let transcript = transcripts.take(utterance.id)
            switch result {
            case .failure(let reason):
                try each(.failure(IngestionError(file: file, reason: reason.text)))
            case .success(let medium):
                guard let transcript else {
                    try each(.failure(IngestionError(file: file, reason: "no transcript for it")))
                    return
                }
                let example = utterance.example(
                    medium,
                    transcript: transcript,
                    split: options.split,
                    documents: documents
                )
                try each(.success(example))
            }
        }
        for id in transcripts.texts.keys.sorted() {
            let file = relative(files.first { $0.hasSuffix(".trans.txt") } ?? id)
            try each(
                .failure(IngestionError(file: file, reason: "no recording for transcript \(id)"))
            )
        }
    }
}
