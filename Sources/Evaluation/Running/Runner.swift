import Domain
package import Storage

/// Executes a resolved suite: predictions first, task by task, then scores and figures.
///
/// Everything is stored as it comes. An interrupted run, however it ended, goes on when the same
/// suite is run again: the run is found by its digest, a task goes on after its last stored example,
/// and what was answered before is not asked again.
package struct Runner {
    private let store: Store
    private let options: RunOptions
    private let progress: (RunProgress) -> Void
    private let isInterrupted: @Sendable () -> Bool

    /// Makes a runner.
    ///
    /// `progress` is called several times a second; `isInterrupted` is asked after each batch, and
    /// the run stops cleanly once it says yes.
    package init(
        store: Store,
        options: RunOptions,
        progress: @escaping (RunProgress) -> Void = { _ in },
        isInterrupted: @escaping @Sendable () -> Bool = { false }
    ) {
        self.store = store
        self.options = options
        self.progress = progress
        self.isInterrupted = isInterrupted
    }

    /// Runs what is left to do.
    ///
    /// - Throws: ``RunFailure`` if a model can answer nothing any more or a metric cannot be computed;
    ///   what was done until then stays.
    package func run(_ resolved: ResolvedRun) async throws -> RunSummary {
        let (run, isNew) = try store.openRun(resolved.plan)
        var summary = RunSummary(runID: run.id, isNew: isNew)
        let tasks = try store.tasks(runID: run.id)
        if run.status == "finished", !options.retriesFailed {
            summary.wasFinished = true
            summary.tasks = try zip(tasks, resolved.tasks).map { try finishedSummary($0, $1) }
            return summary
        }
        if run.status != "running" { try store.setStatus("running", ofRun: run.id) }
        for (task, resolved) in zip(tasks, resolved.tasks) {
            let before = try store.progress(taskID: task.id).saved
            let predictor = Predictor(
                store: store,
                task: task,
                resolved: resolved,
                options: options,
                progress: progress,
                isInterrupted: isInterrupted
            )
            do {
                summary.tasks.append(try await predictor.run())
            } catch {
                await resolved.model.close()
                if var stopped = try? finishedSummary(task, resolved) {
                    stopped.processed = stopped.saved - before
                    summary.tasks.append(stopped)
                }
                throw RunFailure(summary: summary, reason: error)
            }
            await resolved.model.close()
            try notePeakMemory(of: run)
            if isInterrupted() {
                summary.wasInterrupted = true
                return summary
            }
        }
        try store.setStatus("scoring", ofRun: run.id)
        let scorer = Scorer(
            store: store,
            textScorers: resolved.textScorers,
            progress: progress
        )
        do { try scorer.score(run: run) } catch {
            throw RunFailure(summary: summary, reason: error)
        }
        try store.setStatus("finished", ofRun: run.id)
        return summary
    }

    /// Keeps with the run what it took, if that is more than an earlier process took for a part of it.
    private func notePeakMemory(of run: RunRecord) throws {
        guard let peak = Manifest.peakMemoryBytes else { return }
        let manifest = try JSONValue(parsing: store.run(run.id).manifest)
        guard peak > manifest["peakMemoryBytes"]?.integer ?? 0 else { return }
        try store.addToManifest(["peakMemoryBytes": .integer(peak)], ofRun: run.id)
    }

    /// What the database has of a task.
    private func finishedSummary(_ task: TaskRecord, _ resolved: ResolvedTask) throws -> TaskSummary
    {
        let state = try store.progress(taskID: task.id)
        return TaskSummary(
            task: task.title,
            dataset: task.dataset,
            model: task.modelName,
            total: resolved.exampleCount,
            saved: state.saved,
            failed: state.failed
        )
    }
}
