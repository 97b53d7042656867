import Foundation
import TestSupport
import Testing

/// A source with one thing wrong in it, and what ingesting it must say.
struct BadInput: Sendable, CustomTestStringConvertible {
    let name: String
    let format: String
    /// Relative to the folder in which it is made.
    let source: String
    let ingested: Int
    let file: String
    /// Nil where the reason concerns the whole file.
    let line: Int?
    /// A part of the reason.
    let reason: String
    /// A shell script that makes the source in the working directory out of `$GOOD`, the folder of
    /// the good samples.
    let script: String

    var testDescription: String { name }

    /// Each bad input that a corpus in the world has been seen with.
    static let all: [BadInput] = [
        BadInput(
            name: "truncated FLAC",
            format: "librispeech",
            source: "Libri",
            ingested: 2,
            file: "dev-clean/84/121123/84-121123-0001.flac",
            line: nil,
            reason: "truncated FLAC file",
            script: """
                cp -r "$GOOD/librispeech/good/Libri" .
                truncate -s -40 Libri/dev-clean/84/121123/84-121123-0001.flac
                """
        ),
        BadInput(
            name: "PNG with a wrong CRC",
            format: "imagefolder",
            source: "pictures",
            ingested: 2,
            file: "train/cat/1.png",
            line: nil,
            reason: "wrong CRC in chunk IDAT",
            script: """
                cp -r "$GOOD/imagefolder/good" pictures
                printf 'X' | dd of=pictures/train/cat/1.png bs=1 seek=50 conv=notrunc status=none
                """
        ),
        BadInput(
            name: "manifest row whose file is missing",
            format: "speech-manifest",
            source: "manifest.jsonl",
            ingested: 1,
            file: "manifest.jsonl",
            line: 1,
            reason: "gone.wav: cannot be read: No such file",
            script: """
                cp "$GOOD"/speech-manifest/good/*.wav .
                echo '{"audio_filepath": "gone.wav", "duration": 1, "text": "one"}' > manifest.jsonl
                echo '{"audio_filepath": "a.wav", "duration": 1, "text": "two"}' >> manifest.jsonl
                """
        ),
        BadInput(
            name: "unclosed CSV quote",
            format: "csv",
            source: "rows.csv",
            ingested: 2,
            file: "rows.csv",
            line: 3,
            reason: "a quote is opened here and never closed",
            script: #"printf 'id,text\n1,"fine, so"\n2,"open\n3,after\n' > rows.csv"#
        ),
        BadInput(
            name: "path with .. inside a tar",
            format: "webdataset",
            source: "shard.tar",
            ingested: 1,
            file: "shard.tar: ../up.jpg",
            line: nil,
            reason: "a path with '..' inside an archive",
            script: """
                tar -xf "$GOOD/webdataset/good/shard-000.tar" 000.jpg
                cp 000.jpg up.jpg; echo 'a caption' > 000.txt
                tar -cPf shard.tar --transform 's|^up|../up|' up.jpg 000.jpg 000.txt
                """
        ),
        BadInput(
            name: "absolute path inside a tar",
            format: "webdataset",
            source: "shard.tar",
            ingested: 1,
            file: "shard.tar: /abs.jpg",
            line: nil,
            reason: "an absolute path inside an archive",
            script: """
                tar -xf "$GOOD/webdataset/good/shard-000.tar" 000.jpg
                cp 000.jpg abs.jpg; echo 'a caption' > 000.txt
                tar -cPf shard.tar --transform 's|^abs|/abs|' abs.jpg 000.jpg 000.txt
                """
        ),
        BadInput(
            name: "gzip bomb",
            format: "webdataset",
            source: "shards",
            ingested: 3,
            file: "1.tar.gz",
            line: nil,
            reason: "looks like a decompression bomb",
            script: """
                mkdir shards
                tar -xf "$GOOD/webdataset/good/shard-000.tar" 000.jpg; echo 'a caption' > 000.txt
                for n in a b c; do cp 000.jpg $n.jpg; cp 000.txt $n.txt; done
                truncate -s 200M bomb.jpg
                tar -czf shards/0.tar.gz a.jpg a.txt
                tar -czf shards/1.tar.gz b.jpg b.txt bomb.jpg
                tar -czf shards/2.tar.gz c.jpg c.txt
                """
        ),
        BadInput(
            name: "text that is not UTF-8",
            format: "caption-tsv",
            source: "captions.tsv",
            ingested: 2,
            file: "captions.tsv",
            line: 2,
            reason: "not UTF-8 text",
            script: #"""
                cp "$GOOD/caption-tsv/good/a.png" .
                printf 'a.png\tone\na.png\tcaf\351\na.png\tthree\n' > captions.tsv
                """#
        ),
        BadInput(
            name: "JSON that is not UTF-8",
            format: "jsonl",
            source: "rows.jsonl",
            ingested: 2,
            file: "rows.jsonl",
            line: 2,
            reason: "text that is not UTF-8",
            script: #"printf '{"text":"a"}\n{"text":"\351"}\n{"text":"b"}\n' > rows.jsonl"#
        ),
    ]

    /// Makes the source in a folder.
    func make(in folder: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-euc", script]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["GOOD": RepositoryPaths.fixtures + "/ingestion"],
            uniquingKeysWith: { $1 }
        )
        try process.run()
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw CocoaError(.fileWriteUnknown) }
    }
}
