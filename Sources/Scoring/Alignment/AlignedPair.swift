/// One step of an alignment: a unit of the reference beside a unit of the hypothesis.
package struct AlignedPair<Unit: Hashable & Sendable>: Sendable, Hashable {
    /// What happened to the unit.
    package enum Kind: Sendable {
        case hit, substitution, deletion, insertion
    }

    /// Nil for an insertion.
    package let reference: Unit?
    /// Nil for a deletion.
    package let hypothesis: Unit?

    package init(reference: Unit?, hypothesis: Unit?) {
        self.reference = reference
        self.hypothesis = hypothesis
    }

    package var kind: Kind {
        if reference == nil { return .insertion }
        if hypothesis == nil { return .deletion }
        return reference == hypothesis ? .hit : .substitution
    }
}
