import Foundation
import Media

/// A million caption rows from TSV, against `sqlite3 .import` of the bare file.
enum CaptionIngestionBenchmark: Benchmark {
    static let name = "captions"
    static let title = "Ingesting 1,000,000 caption rows from TSV"

    private static let rows = 1_000_000
    private static let pictures = 1_000

    static func run(_ bench: Bench) throws -> [Row] {
        let folder = bench.folder.appendingPathComponent("captions")
        let table = try makeTable(folder)
        let database = bench.path("captions.sqlite")
        let bare = bench.path("bare.sqlite")
        let ingest = Command(
            bench.assay,
            "ingest",
            "caption-tsv",
            table.path,
            "--name",
            "captions",
            "--reference",
            "--db",
            database
        )
        let sqlite = Command(
            "sqlite3",
            bare,
            "CREATE TABLE caption (path TEXT, caption TEXT)",
            ".mode tabs",
            ".import '\(table.path)' caption"
        )
        let (a, b, ratio) = try pair(rounds: bench.rounds) {
            bench.removeDatabase(database)
            return try ingest.run()
        } _: {
            bench.removeDatabase(bare)
            return try sqlite.run()
        }
        return [
            Row(
                what: "time",
                measured: seconds(a.wallSeconds),
                target: "under 15 s",
                isReached: a.wallSeconds < 15
            ),
            Row(
                what: "beside `sqlite3 .import`, which takes \(seconds(b.wallSeconds))",
                measured: String(format: "%.1f times", ratio),
                target: "at most 8 times",
                isReached: ratio <= 8
            ),
            Row(
                what: "peak memory",
                measured: mebibytes(a.peakBytes),
                target: "under 200 MB",
                isReached: a.peakBytes < 200_000_000
            ),
        ]
    }

    private static func makeTable(_ folder: URL) throws -> URL {
        let images = folder.appendingPathComponent("images")
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        for number in 0..<pictures {
            let shade = [UInt8(number % 251), UInt8(number / 251), 90]
            let image = PixelImage(
                width: 8,
                height: 8,
                pixels: (0..<64).flatMap { _ in shade }
            )
            try Data(try image.encodedPNG())
                .write(to: images.appendingPathComponent("\(number).png"))
        }
        let things = ["dogs", "boats", "trees", "children", "bicycles", "clouds", "horses"]
        let file = folder.appendingPathComponent("captions.tsv")
        try writeLines(rows, to: file) { row in
            "images/\(row % pictures).png\ta photograph of \(row % 97) \(things[row % 7]) beside "
                + "\(row % 1009) \(things[row / 7 % 7]) in a wide green field\n"
        }
        return file
    }
}
