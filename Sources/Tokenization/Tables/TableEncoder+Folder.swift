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
        func special(_ token: (token: String, id: Int)?, _ name: String) throws -> (String, Int) {
            if let token { return (token.token, token.id) }
            return (name, try id(name))
        }
        let known = tokenizer.special
        let classification = try special(known.classification, "[CLS]")
        let separator = try special(known.separator, "[SEP]")
        let empty = (settings.emptyToken, try id(settings.emptyToken))
        let others = [known.unknown, known.padding, known.mask].compactMap { $0 }
        self.init(
            words: TableWords(
                tokens: (0..<tokenizer.count).map { tokenizer.token($0) ?? "" },
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
