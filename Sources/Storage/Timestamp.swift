import Digests
import Foundation

/// Now, as ISO-8601 in UTC with seconds.
func timestamp() -> String {
    Date().formatted(.iso8601)
}

/// The fingerprint of a dataset without examples.
let emptyFingerprint = MultisetDigest().description
