import Domain

extension Target {
    /// The texts any of which is right; nil for a target of another kind, and where there is none.
    var texts: [String]? {
        switch self {
        case .text(let text): [text]
        case .alternatives(let texts): texts.isEmpty ? nil : texts
        default: nil
        }
    }
}
