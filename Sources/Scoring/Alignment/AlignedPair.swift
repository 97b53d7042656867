/// One step of an alignment: a unit of the reference beside a unit of the hypothesis.
package struct AlignedPair<Unit: Hashable & Sendable>: Sendable, Hashable {
    package typealias Kind = AlignmentKind

    /// Nil for an insertion.
    package let reference: Unit?
    /// Nil for a deletion.
    package let hypothesis: Unit?

    package let kind: Kind

    package init(reference: Unit?, hypothesis: Unit?) {
        let kind: Kind =
            if reference == nil {
                .insertion
            } else if hypothesis == nil {
                .deletion
            } else {
                reference == hypothesis ? .hit : .substitution
            }
        self.init(reference: reference, hypothesis: hypothesis, kind: kind)
    }

    private init(reference: Unit?, hypothesis: Unit?, kind: Kind) {
        self.reference = reference
        self.hypothesis = hypothesis
        self.kind = kind
    }

    /// The same step with other units; what happened to them stays as it was.
    package func map<Other>(_ transform: (Unit) -> Other) -> AlignedPair<Other> {
        AlignedPair<Other>(
            reference: reference.map(transform),
            hypothesis: hypothesis.map(transform),
            kind: kind
        )
    }
}

/// What happened to a unit.
package enum AlignmentKind: Sendable {
    case hit, substitution, deletion, insertion
}
