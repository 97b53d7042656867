/// P values of several tests made larger so that the chance of any false alarm among them keeps its
/// bound (Holm 1979).
///
/// - Parameter values: 0...1, in any order.
/// - Returns: The adjusted value of each, in the same order, at most 1.
package func holmAdjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        largest = max(largest, min(1, Double(values.count - rank) * values[index]))
        adjusted[index] = largest
    }
    return adjusted
}
