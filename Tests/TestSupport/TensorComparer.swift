package import Tensors

/// Says in a sentence how one tensor departs from another; nil if it does not.
package func departure(
    of found: Tensor,
    from expected: Tensor,
    tolerance: Float,
    name: String
) -> String? {
    let difference = TensorDifference(expected: expected, found: found)
    if difference.isWithin(tolerance) { return nil }
    switch difference.verdict {
    case .shape(let expected, let found): return "\(name): shape \(found), expected \(expected)"
    case .compared(let largest, let index, let expected, let found):
        return "\(name)\(index): \(found), expected \(expected), off by \(largest)"
    case .empty: return nil
    }
}
