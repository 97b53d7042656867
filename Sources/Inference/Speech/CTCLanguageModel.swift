/// What a beam search adds to the scores of its prefixes as they grow.
///
/// Scores depend on a prefix alone, never on the frames that it was heard in.
package protocol CTCLanguageModel: Sendable {
    /// What of a prefix later scores depend on.
    associatedtype State: Sendable

    /// The state of the empty prefix.
    var start: State { get }

    /// What a label adds to a prefix, weights included; natural logarithms.
    func score(_ label: Int, after state: State) -> (score: Double, next: State)

    /// What the end adds to a prefix.
    func end(_ state: State) -> Double
}

/// Scores nothing.
package struct NoLanguageModel: CTCLanguageModel {
    package init() {}
    package var start: Void { () }
    package func score(_ label: Int, after state: Void) -> (score: Double, next: Void) { (0, ()) }
    package func end(_ state: Void) -> Double { 0 }
}
