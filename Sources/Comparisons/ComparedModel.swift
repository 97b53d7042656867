import Domain
package import Storage

/// What a side of a comparison is called: a run, or a run and one of its models.
package struct ComparedName: Sendable, Equatable {
    package let run: Int64
    /// Nil where the run has no more than one.
    package let model: String?

    /// Reads `3` or `3:vit`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let run = parts.first.flatMap({ Int64($0) }), run > 0 else { return nil }
        if parts.count == 2, parts[1].isEmpty { return nil }
        self.run = run
        model = parts.count == 2 ? String(parts[1]) : nil
    }
}

/// One side of a comparison: a model and its tasks in a run.
package struct ComparedModel: Sendable {
    package let run: RunRecord
    package let model: String
    package let tasks: [TaskRecord]

    /// The two sides that some names stand for; a single name is a run of two models, in their order.
    ///
    /// - Throws: ``StorageError/unknownRun(id:)``, `UnknownNameError` for a model that the run does not
    ///   have, ``ComparisonError/nothing(reason:)`` for a run that is not finished or has another
    ///   number of models than must be known.
    package static func sides(
        _ first: ComparedName,
        _ second: ComparedName?,
        in store: Store
    ) throws -> (first: ComparedModel, second: ComparedModel) {
        if let second {
            let sides = (try side(first, in: store), try side(second, in: store))
            guard sides.0.run.id != sides.1.run.id || sides.0.model != sides.1.model else {
                throw ComparisonError.nothing(
                    reason: "both sides are '\(sides.0.model)' of run \(first.run); name two"
                )
            }
            return sides
        }
        let (run, models, tasks) = try read(first.run, in: store)
        guard first.model == nil, models.count == 2 else {
            let problem =
                first.model == nil
                ? "run \(run.id) has \(models.count == 1 ? "one model" : "\(models.count) models"): "
                    + models.joined(separator: ", ")
                : "only '\(run.id):\(first.model ?? "")' is named"
            throw ComparisonError.nothing(
                reason: "\(problem); name two sides, as in 'assay compare \(run.id):\(models[0]) "
                    + "\(run.id):MODEL', or another run's number"
            )
        }
        return (
            ComparedModel(run: run, model: models[0], tasks: tasks.of(models[0])),
            ComparedModel(run: run, model: models[1], tasks: tasks.of(models[1]))
        )
    }

    private static func side(_ name: ComparedName, in store: Store) throws -> ComparedModel {
        let (run, models, tasks) = try read(name.run, in: store)
        let model: String
        if let wanted = name.model {
            guard models.contains(wanted) else {
                throw UnknownNameError(kind: "model of run \(run.id)", name: wanted, known: models)
            }
            model = wanted
        } else if models.count == 1 {
            model = models[0]
        } else {
            throw ComparisonError.nothing(
                reason: "run \(run.id) has \(models.count) models: "
                    + "\(models.joined(separator: ", ")); say which, as in '\(run.id):\(models[0])'"
            )
        }
        return ComparedModel(run: run, model: model, tasks: tasks.of(model))
    }

    /// A run with its models' names, at least one, in the order of its tasks.
    private static func read(_ id: Int64, in store: Store) throws -> (
        run: RunRecord, models: [String], tasks: [TaskRecord]
    ) {
        let run = try store.run(id)
        guard run.status == "finished" else {
            throw ComparisonError.nothing(
                reason: "run \(id) is not finished (\(run.status)); run its suite again first"
            )
        }
        let tasks = try store.tasks(runID: id)
        var models: [String] = []
        for task in tasks where !models.contains(task.modelName) { models.append(task.modelName) }
        guard !models.isEmpty else {
            throw ComparisonError.nothing(reason: "run \(id) has no tasks")
        }
        return (run, models, tasks)
    }
}

extension [TaskRecord] {
    fileprivate func of(_ model: String) -> [TaskRecord] { filter { $0.modelName == model } }
}
