import Domain
import Foundation
package import Ingestion
package import Storage

/// Brings a source into the database: reads it with a dataset format and writes a batch at a time.
package struct Ingestor: Sendable {
    /// What is to be ingested, and how.
    package struct Request: Sendable {
        /// The format's name; nil to find it out.
        package var format: String?
        /// Absolute or relative to the working directory.
        package var source: String
        package var name: String
        package var license: String?
        package var version: String?
        package var options: IngestionOptions
        /// Whether examples that changed in the source replace those in the database.
        package var replacesChanged: Bool

        package init(
            format: String?,
            source: String,
            name: String,
            license: String? = nil,
            version: String? = nil,
            options: IngestionOptions = IngestionOptions(),
            replacesChanged: Bool = false
        ) {
            self.format = format
            self.source = source
            self.name = name
            self.license = license
            self.version = version
            self.options = options
            self.replacesChanged = replacesChanged
        }
    }

    /// What came of it.
    package struct Summary: Sendable {
        package let dataset: DatasetRecord
        package let counts: IngestionCounts
        /// Examples of the dataset that this source does not have.
        package let absent: Int
        /// The first refused parts.
        package let refused: [RefusedRow]
    }

    private let store: Store
    /// A batch is committed when it has so many examples, or so many bytes of media.
    private let batchExamples = 20_000
    private let batchBytes = 16 << 20

    package init(store: Store) {
        self.store = store
    }

    /// Reads the whole source.
    ///
    /// Batches that were committed before an error stay; asking again goes on from there.
    /// `progress` is called after each batch with the counts so far.
    package func ingest(
        _ request: Request,
        progress: (IngestionCounts) -> Void = { _ in }
    ) throws -> Summary {
        let source = SourceLocation(
            path: URL(fileURLWithPath: request.source).standardizedFileURL.path
        )
        guard FileManager.default.fileExists(atPath: source.path) else {
            throw IngestionError(file: request.source, reason: "there is no such file or folder")
        }
        let format = try request.format.map { try formatCatalog($0) } ?? detectFormat(source)
        try check(request.options, format, source)
        let isNew = try store.findDataset(request.name) == nil
        let dataset = try store.openDataset(
            DatasetDescription(
                name: request.name,
                kind: format.kind,
                format: format.name,
                source: source.path,
                version: request.version,
                license: request.license
            )
        )
        do {
            return try read(request, format, source, into: dataset, progress)
        } catch {
            // A mistaken command leaves nothing behind; what was committed stays.
            if isNew { try store.removeEmptyDataset(id: dataset.id) }
            guard var error = error as? IngestionError else { throw error }
            if let other = try? detectFormat(source), other.name != format.name {
                error.reason += "; it looks like the format \(other.name)"
            }
            throw error
        }
    }

    private func read(
        _ request: Request,
        _ format: any DatasetFormat.Type,
        _ source: SourceLocation,
        into dataset: DatasetRecord,
        _ progress: (IngestionCounts) -> Void
    ) throws -> Summary {
        try store.setComplete(false, datasetID: dataset.id)
        try store.forgetRefusals(of: source.path, in: dataset)
        let before = try store.exampleCount(datasetID: dataset.id)
        var session = Session(
            writer: try DatasetWriter(
                store: store,
                dataset: dataset,
                replacesChanged: request.replacesChanged
            )
        )
        // Reading, hashing and parsing go on while a batch is being written.
        try Conveyor<Batch>.carry(ahead: 1) {
            [batchExamples, batchBytes, options = request.options] put in
            var batch = Batch()
            try format.read(source, options: options) { item in
                batch.take(item)
                if batch.count >= batchExamples || batch.bytes >= batchBytes {
                    try put(batch)
                    batch = Batch()
                }
            }
            try put(batch)
        } take: { batch in
            try session.write(batch)
            progress(session.counts)
        }
        try store.setComplete(true, datasetID: dataset.id)
        let counts = session.counts
        return Summary(
            dataset: try store.dataset(request.name),
            counts: counts,
            absent: max(0, before - counts.unchanged - counts.changed),
            refused: session.firstRefused
        )
    }

    private func check(
        _ options: IngestionOptions,
        _ format: any DatasetFormat.Type,
        _ source: SourceLocation
    ) throws {
        let known = format.options.map(\.name)
        for name in options.values.keys.sorted() where !known.contains(name) {
            throw UnknownNameError(
                kind: "option of the format \(format.name)",
                name: name,
                known: known
            )
        }
        if options.media == .reference, !format.canReference(source) {
            throw IngestionError(
                file: format.name,
                reason: """
                    its media are not files of their own, so they cannot be kept by reference; \
                    leave --reference out
                    """
            )
        }
    }

    /// What is read while another batch is written.
    private struct Batch: Sendable {
        private(set) var examples: [PreparedExample] = []
        private(set) var refused: [RefusedRow] = []
        private(set) var bytes = 0

        var count: Int { examples.count + refused.count }

        mutating func take(_ item: Result<Example, IngestionError>) {
            switch item {
            case .success(let example):
                if case .bytes(let bytes) = example.medium?.content { self.bytes += bytes.count }
                examples.append(PreparedExample(example))
            case .failure(let error):
                refused.append(RefusedRow(file: error.file, line: error.line, reason: error.reason))
            }
        }
    }

    /// What was written so far.
    private struct Session: ~Copyable {
        private var writer: DatasetWriter
        private(set) var counts = IngestionCounts()
        private(set) var firstRefused: [RefusedRow] = []

        init(writer: consuming DatasetWriter) {
            self.writer = writer
        }

        mutating func write(_ batch: Batch) throws {
            counts += try writer.save(batch.examples, refused: batch.refused)
            firstRefused += batch.refused.prefix(max(0, 20 - firstRefused.count))
        }
    }
}
