import Digests
import Foundation

/// How a content security policy names a script or a style sheet that stands in the page.
enum ContentHash {
    /// `sha256-` and the digest in base64.
    static func of(_ source: HTML) -> String {
        let digits = Array(SHA256Digest(of: source.text).hexadecimal)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }
}
