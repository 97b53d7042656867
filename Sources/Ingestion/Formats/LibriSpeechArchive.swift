import Domain

/// Reads LibriSpeech's published archive in one go, without unpacking it.
///
/// Recordings and their transcript file lie next to each other in no fixed order, so recordings wait
/// for their transcript; what waits is bounded.
struct LibriSpeechArchive {
    let path: String
    let options: IngestionOptions
    /// About fifty chapters.
    private static let maximumWaitingBytes = 512 << 20

    func read(_ each: (Result<Example, IngestionError>) throws -> Void) throws {
        let documents = try documents()
        let reader = MediaReader(storage: .embed, kind: .audio)
        let archive = try ArchiveReader(path, name: path.lastPathComponent)
        var transcripts = LibriSpeechTranscripts()
        var waiting: [(file: String, utterance: LibriSpeechUtterance, medium: Medium)] = []
        var waitingBytes = 0

        func settle(isLast: Bool) throws {
            var still: [(file: String, utterance: LibriSpeechUtterance, medium: Medium)] = []
            waitingBytes = 0
            for item in waiting {
                if let transcript = transcripts.take(item.utterance.id) {
                    let example = item.utterance.example(
                        item.medium,
                        transcript: transcript,
                        split: options.split,
                        documents: documents
                    )
                    try each(.success(example))
                } else if isLast {
                    try each(
                        .failure(IngestionError(file: item.file, reason: "no transcript for it"))
                    )
                } else {
                    still.append(item)
                    waitingBytes += item.medium.sizeBytes
                }
            }
            waiting = still
        }

        while true {
            let next: ArchiveReader.Member?
            do {
                next = try archive.next()
            } catch {
                // What was read is good; the rest of the archive is out of reach.
                try settle(isLast: true)
                try each(.failure(error))
                return
            }
            guard let member = next else { break }
            if let refusal = member.refusal {
                try each(.failure(IngestionError(file: member.name, reason: refusal)))
                continue
            }
            let utterance = LibriSpeechUtterance(path: member.name)
            let isTranscript = member.name.hasSuffix(".trans.txt")
            guard utterance != nil || isTranscript else { continue }
            let bytes: [UInt8]
            do {
                bytes = try archive.bytes()
            } catch {
                try settle(isLast: true)
                try each(.failure(IngestionError(file: member.name, reason: error.reason)))
                return
            }
            if let utterance {
                switch reader.medium(bytes: bytes) {
                case .success(let medium):
                    waiting.append((member.name, utterance, medium))
                    waitingBytes += bytes.count
                    if waitingBytes > Self.maximumWaitingBytes { try settle(isLast: true) }
                case .failure(let reason):
                    try each(.failure(IngestionError(file: member.name, reason: reason.text)))
                }
            } else if let text = String(validating: bytes, as: UTF8.self) {
                transcripts.add(text)
                try settle(isLast: false)
            } else {
                try each(.failure(IngestionError(file: member.name, reason: "not UTF-8 text")))
            }
        }
        try settle(isLast: true)
        for id in transcripts.texts.keys.sorted() {
            let reason = "no readable recording for transcript \(id)"
            try each(.failure(IngestionError(file: path.lastPathComponent, reason: reason)))
        }
    }

    /// Looks for the two documents first; the published archives begin with them.
    private func documents() throws -> LibriSpeechDocuments {
        var documents = LibriSpeechDocuments()
        let archive = try ArchiveReader(path, name: path.lastPathComponent)
        while !documents.areComplete {
            // A damaged archive is reported when it is read for its examples.
            guard let member = try? archive.next() else { break }
            guard member.refusal == nil, member.name.hasSuffix(".TXT"),
                let bytes = try? archive.bytes()
            else { continue }
            documents.add(String(decoding: bytes, as: UTF8.self), named: member.name)
        }
        return documents
    }
}
