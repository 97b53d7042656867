/// How the names of a checkpoint may depart from those that an architecture asks for, and what it may
/// hold besides.
///
/// Spellings that PyTorch and the reference have given up are read everywhere; prefix and left-overs
/// are an architecture's own.
package struct WeightNames: Sendable {
    /// What the base model is called inside a model with a head: `bert`.
    ///
    /// The architecture asks for `bert.encoder...`; a checkpoint of the base model alone has
    /// `encoder...`.
    package let basePrefix: String?
    /// Tensors that the reference ignores when it loads such a model: buffers that it makes anew, heads
    /// of other tasks.
    ///
    /// They are reported as left over; any other tensor that is not read is an error.
    /// A name's parts are separated by dots; `*` stands for any number of parts, also none.
    package let leftOver: [String]

    package init(basePrefix: String? = nil, leftOver: [String] = []) {
        self.basePrefix = basePrefix
        self.leftOver = leftOver
    }

    /// Whether a tensor may be left over.
    package func mayBeLeftOver(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return leftOver.contains { pattern in
            Self.matches(
                pattern.split(separator: ".", omittingEmptySubsequences: false)[...],
                parts[...]
            )
        }
    }

    private static func matches(
        _ pattern: ArraySlice<Substring>,
        _ parts: ArraySlice<Substring>
    ) -> Bool {
        guard let first = pattern.first else { return parts.isEmpty }
        if first == "*" {
            return (parts.startIndex...parts.endIndex).contains {
                matches(pattern.dropFirst(), parts[$0...])
            }
        }
        return parts.first == first && matches(pattern.dropFirst(), parts.dropFirst())
    }

    /// The present spelling of a name.
    ///
    /// Source: transformers 4.49, `modeling_utils.py`, `_fix_state_dict_key_on_load`.
    package static func present(_ name: String) -> String {
        for (former, present) in spellings where name.hasSuffix(former) {
            return name.dropLast(former.count) + present
        }
        return name
    }

    private static let spellings = [
        ("LayerNorm.gamma", "LayerNorm.weight"),
        ("LayerNorm.beta", "LayerNorm.bias"),
        (".weight_g", ".parametrizations.weight.original0"),
        (".weight_v", ".parametrizations.weight.original1"),
    ]
}
