package import Domain
import Foundation

/// Whether a group has enough examples for its figure to say something.
///
/// A group says enough where its 95 % interval would reach at most ``margin`` to either side if its
/// examples strayed as those of the whole do. Of shares that is 10 points and at least 30 examples (with
/// fewer, a group without any error may still have a rate of errors of one in ten: 3 / n, the rule of three);
/// of other metrics a tenth of the value.
package struct GroupSize: Sendable {
    package let margin: Double
    /// The examples that would do.
    package let needed: Int

    /// Nil where the figure has no standard error, or a value of 0 that is no share.
    ///
    /// - Parameters:
    ///   - overall: The figure over all examples.
    ///   - isShare: Whether the value is a share.
    package init?(overall: Figure, isShare: Bool) {
        guard let value = overall.value, let error = overall.standardError, overall.count >= 2,
            error.isFinite, isShare || value != 0
        else { return nil }
        margin = isShare ? 0.1 : abs(value) / 10
        let spread = error * Double(overall.count).squareRoot()
        let root = Distributions.normalQuantile(0.975) * spread / margin
        let count = (root * root).rounded(.up)
        guard count < 1e15 else { return nil }
        needed = max(Int(count), isShare ? 30 : 2)
    }

    /// What to say of a group of so many examples; nil where it has enough.
    package func note(count: Int) -> String? {
        count >= needed
            ? nil : "too small to say: n = \(count), \(needed) would do"
    }
}
