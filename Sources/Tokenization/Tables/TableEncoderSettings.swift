package import Domain

/// How tables are encoded, as `tokenizer_config.json` says, with the defaults of `TapasTokenizer` in
/// transformers 4.49.
package struct TableEncoderSettings: Sendable, Equatable {
    /// The most tokens of an encoding.
    package var maximumLength: Int
    /// A table must have fewer columns.
    package var columnLimit: Int
    /// A table keeps fewer rows.
    package var rowLimit: Int
    /// The most tokens of a cell; nil to shorten cells as the length asks for.
    package var cellLength: Int?
    /// Whether the names of columns are left out.
    package var ignoresColumnNames: Bool
    /// A question of more tokens is taken for empty.
    package var longestQuestion: Int?
    /// A question of fewer tokens is taken for empty.
    package var shortestQuestion: Int?
    /// The token of cells that say nothing.
    package var emptyToken: String

    /// Reads the settings; an absent file is an empty object.
    ///
    /// - Parameters:
    ///   - json: `tokenizer_config.json`.
    ///   - folder: For messages.
    /// - Throws: ``TableEncodingError/setting(key:expected:found:folder:)``.
    package init(_ json: JSONValue, folder: String) throws(TableEncodingError) {
        func integer(_ key: String, from least: Int) throws(TableEncodingError) -> Int? {
            guard let value = json[key], value != .null else { return nil }
            // Some files write 1e30 for "no limit".
            guard let number = value.number, number >= Double(least), number == number.rounded()
            else {
                throw .setting(
                    key: key,
                    expected: "a whole number of at least \(least)",
                    found: value.text,
                    folder: folder
                )
            }
            return number < Double(Int32.max) ? Int(number) : Int(Int32.max)
        }
        func flag(_ key: String) throws(TableEncodingError) -> Bool {
            guard let value = json[key], value != .null else { return false }
            guard let flag = value.bool else {
                throw .setting(
                    key: key,
                    expected: "true or false",
                    found: value.text,
                    folder: folder
                )
            }
            return flag
        }
        maximumLength = try integer("model_max_length", from: 1) ?? 512
        columnLimit = try integer("max_column_id", from: 1) ?? maximumLength
        rowLimit = try integer("max_row_id", from: 1) ?? maximumLength
        let trim = try integer("cell_trim_length", from: -1) ?? -1
        cellLength = trim < 0 ? nil : trim
        ignoresColumnNames = try flag("strip_column_names")
        longestQuestion = try integer("max_question_length", from: 0)
        shortestQuestion = try integer("min_question_length", from: 0)
        // Only training asks for it, and the reference cannot do it either.
        if try flag("update_answer_coordinates") {
            throw .setting(
                key: "update_answer_coordinates",
                expected: "false",
                found: "true",
                folder: folder
            )
        }
        let own = json["empty_token"]?.string ?? json["empty_token"]?["content"]?.string
        let others = json["additional_special_tokens"]?.array?.compactMap {
            $0.string ?? $0["content"]?.string
        }
        emptyToken = others?.first ?? own ?? "[EMPTY]"
    }
}
