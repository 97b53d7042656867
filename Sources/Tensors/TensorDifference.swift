/// How far a tensor is from the one that was expected.
package struct TensorDifference: Sendable, Equatable {
    package enum Verdict: Sendable, Equatable {
        /// The largest absolute difference, where it is, and both numbers there; not-a-number counts
        /// as infinitely far unless both are.
        case compared(largest: Float, index: [Int], expected: Float, found: Float)
        case shape(expected: Shape, found: Shape)
        /// There is nothing to compare: no elements, or the mask leaves none.
        case empty
    }

    package let verdict: Verdict

    /// Compares two tensors.
    ///
    /// - Parameters:
    ///   - expected: What should be.
    ///   - found: What is.
    ///   - mask: The leading dimensions of `expected`; only where it is not 0 are they compared.
    package init(expected: Tensor, found: Tensor, mask: Tensor? = nil) {
        guard expected.shape == found.shape else {
            verdict = .shape(expected: expected.shape, found: found.shape)
            return
        }
        let wanted = expected.values, given = found.values
        let maskValues = mask?.values
        let span = mask.map { max(1, expected.count / max(1, $0.count)) } ?? 1
        var largest: Float = -1
        var place = 0
        for index in wanted.indices {
            if let maskValues, maskValues[index / span] == 0 { continue }
            let distance = Self.distance(wanted[index], given[index])
            if distance > largest {
                largest = distance
                place = index
            }
        }
        guard largest >= 0 else {
            verdict = .empty
            return
        }
        verdict = .compared(
            largest: largest,
            index: Self.index(place, in: expected.shape),
            expected: wanted[place],
            found: given[place]
        )
    }

    /// Whether every compared element is within the tolerance.
    package func isWithin(_ tolerance: Float) -> Bool {
        switch verdict {
        case .compared(let largest, _, _, _): largest <= tolerance
        case .shape: false
        case .empty: true
        }
    }

    private static func distance(_ a: Float, _ b: Float) -> Float {
        if a == b || (a.isNaN && b.isNaN) { return 0 }
        let distance = abs(a - b)
        return distance.isNaN ? .infinity : distance
    }

    private static func index(_ place: Int, in shape: Shape) -> [Int] {
        var rest = place
        var index: [Int] = []
        for size in shape.dimensions.reversed() {
            index.append(rest % size)
            rest /= size
        }
        return index.reversed()
    }
}
