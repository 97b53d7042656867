import Domain
import Foundation

extension TableEncoder {
    /// Reads a checkpoint folder's vocabulary and settings.
    ///
    /// - Throws: What reading the tokenizer throws, or ``TableEncodingError`` for a vocabulary without a
    ///   token that tables need, or settings that are not implemented.
    package init(folder: String) throws {
        let tokenizer = try Tokenizer(folder: folder)
        let path = folder + "/tokenizer_config.json"
        let contents = FileManager.default.contents(atPath: path)
        let json = try contents.map { try JSONValue(parsing: Array($0)) } ?? .object([:])
        let settings = try TableEncoderSettings(json, folder: folder)
        func id(_ token: String) throws(TableEncodingError) -> Int {
            guard let id = tokenizer.id(of: token) else {
                throw .missingToken(token: token, folder: folder)
            }
            return id
        }
        func entry(_ known: SpecialTokens.Entry?, _ name: String) throws -> (String, Int) {
            try known.map { ($0.token, $0.id) } ?? (name, id(name))
        }
        let special = tokenizer.special
        let classification = try entry(special.classification, "[CLS]")
        let separator = try entry(special.separator, "[SEP]")
        let empty = (settings.emptyToken, try id(settings.emptyToken))
        let others = [special.unknown, special.padding, special.mask].compactMap { $0 }
        self.init(
            words: TableWords(
                tokens: (0..<tokenizer.idLimit).map { tokenizer.token($0) ?? "" },
                special: [classification, separator, empty] + others.map { ($0.token, $0.id) },
                empty: empty.1,
                classification: classification.1,
                separator: separator.1,
                pieces: { try tokenizer.encode($0, addsSpecialTokens: false).ids }
            ),
            settings: settings
        )
    }
}
