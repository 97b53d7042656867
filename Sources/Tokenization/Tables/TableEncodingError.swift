/// Why a table and a question cannot be encoded.
package enum TableEncodingError: Error, Equatable, CustomStringConvertible {
    /// The vocabulary lacks a token that tables need.
    case missingToken(token: String, folder: String)
    /// A value in `tokenizer_config.json` that is not implemented.
    case setting(key: String, expected: String, found: String, folder: String)
    case tooManyColumns(found: Int, most: Int)
    /// Not even the question and one token for each name of a column fit.
    case tooLong(found: Int, most: Int)
    case emptyTable
    case emptyQuestion

    package var description: String {
        switch self {
        case .missingToken(let token, let folder):
            "\(folder): the vocabulary has no token \(token), which table models need"
        case .setting(let key, let expected, let found, let folder):
            "\(folder)/tokenizer_config.json: \(key) should be \(expected), found \(found)"
        case .tooManyColumns(let found, let most):
            "the table has \(found) columns; the model takes at most \(most)"
        case .tooLong(let found, let most):
            "the question and the header alone have \(found) tokens; the model takes at most "
                + "\(most). Ask a shorter question or give the table fewer columns"
        case .emptyTable: "the table is empty: it needs at least one column and one row"
        case .emptyQuestion: "the question is empty"
        }
    }
}
