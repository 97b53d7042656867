import Storage

/// Which tasks of two models are the same question.
struct TaskPairing {
    private(set) var pairs: [(first: TaskRecord, second: TaskRecord)] = []
    /// Tasks that only one side has.
    private(set) var firstAlone: [TaskRecord] = []
    private(set) var secondAlone: [TaskRecord]

    /// Pairs tasks of one kind over the same dataset and split, with the same perturbation and
    /// repetition; of several such, those with the same options first, then in their order.
    ///
    /// A dataset is the same if it is the same one of the database, however it has grown in between, or
    /// another of the same fingerprint.
    init(_ first: [TaskRecord], _ second: [TaskRecord]) {
        secondAlone = second
        var partners: [Int64: TaskRecord] = [:]
        for sameOptions in [true, false] {
            for task in first where partners[task.id] == nil {
                let place = secondAlone.firstIndex { other in
                    Self.areSame(task, other) && (!sameOptions || task.options == other.options)
                }
                if let place { partners[task.id] = secondAlone.remove(at: place) }
            }
        }
        for task in first {
            if let partner = partners[task.id] {
                pairs.append((task, partner))
            } else {
                firstAlone.append(task)
            }
        }
    }

    private static func areSame(_ a: TaskRecord, _ b: TaskRecord) -> Bool {
        a.task == b.task && a.split == b.split && a.perturbation == b.perturbation
            && a.repetition == b.repetition
            && (a.datasetID == b.datasetID || a.datasetFingerprint == b.datasetFingerprint)
    }
}
