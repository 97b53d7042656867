/// Why a database cannot be used, or not in the way that was asked.
package enum StorageError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case notADatabase(path: String)
    case otherApplication(path: String, applicationID: Int32)
    case newer(path: String, version: Int32, known: Int32)
    case older(path: String, version: Int32, known: Int32)
    case damaged(path: String, detail: String)
    case unwritable(path: String, detail: String)
    case unknownDataset(name: String, known: [String])
    case unknownRun(id: Int64?)
    case differentDataset(name: String, property: String, existing: String, found: String)
    case mediumMissing(digest: String)
    case mediumUnreadable(path: String, detail: String)
    case mediumChanged(path: String, expected: String, found: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "there is no database at \(path); ingest a dataset first, or name another with --db"
        case .notADatabase(let path):
            "\(path) is not an SQLite database; nothing was written to it"
        case .otherApplication(let path, let id):
            """
            \(path) is a database of another application (application_id \(id), \
            Assay's is \(Store.applicationID)); nothing was written to it
            """
        case .newer(let path, let version, let known):
            """
            \(path) was written by a newer Assay (schema version \(version), this program knows \
            \(known)); nothing was written to it: use that program, or another database with --db
            """
        case .older(let path, let version, let known):
            """
            \(path) has schema version \(version) and this program reads \(known); \
            any command that writes brings it up to date
            """
        case .damaged(let path, let detail):
            "\(path) is damaged (\(detail)); nothing was written to it: restore it from a copy"
        case .unwritable(let path, let detail): "cannot open \(path): \(detail)"
        case .unknownDataset(let name, let known):
            """
            there is no dataset '\(name)' in this database; it has \
            \(known.isEmpty ? "none" : known.joined(separator: ", "))
            """
        case .unknownRun(let id?):
            "there is no run \(id) in this database; `assay runs` lists them"
        case .unknownRun(nil): "this database has no runs yet; `assay run SUITE` makes one"
        case .differentDataset(let name, let property, let existing, let found):
            """
            the dataset '\(name)' is there already with \(property) \(existing), not \(found); \
            choose another name
            """
        case .mediumMissing(let digest): "there is no medium \(digest) in this database"
        case .mediumUnreadable(let path, let detail):
            "the referenced file \(path) cannot be read: \(detail)"
        case .mediumChanged(let path, let expected, let found):
            """
            the referenced file \(path) has changed since it was ingested (SHA-256 \(found), \
            expected \(expected)); ingest it again
            """
        }
    }
}
