/// How far a run has come, as it is reported while it goes on.
package struct RunProgress: Sendable, Equatable {
    /// What is being done.
    package enum Phase: Sendable, Equatable {
        case predicting, scoring
        /// A text scorer is at work; what is done are texts that were not judged before.
        case judging
    }

    package var phase: Phase
    package var task: String
    package var model: String
    /// Examples of the task done so far, earlier sessions included.
    package var done: Int
    package var total: Int
    package var failed: Int
}

/// What one invocation did for a task.
package struct TaskSummary: Sendable, Equatable {
    package var task: String
    package var dataset: String
    package var model: String
    /// Examples that the task has.
    package var total = 0
    /// Examples with all their answers, or the reasons why there are none, in the database.
    package var saved = 0
    /// Saved examples of which a request failed.
    package var failed = 0
    /// Examples that this invocation went through.
    package var processed = 0
    /// Of these, the ones that answers of earlier runs were taken for.
    package var reused = 0
    /// Requests that the model was asked in this invocation.
    package var asked = 0
}

/// Why a run stopped before its end, and what was done until then, which stays.
package struct RunFailure: Error, CustomStringConvertible {
    /// Of the tasks that were begun.
    package var summary: RunSummary
    package var reason: any Error

    package var description: String { "\(reason)" }
}

/// What one invocation did.
package struct RunSummary: Sendable, Equatable {
    package var runID: Int64
    /// False if the run was there already, begun or finished.
    package var isNew: Bool
    /// Whether everything had been done before.
    package var wasFinished = false
    /// Whether it was stopped on request before its end.
    package var wasInterrupted = false
    package var tasks: [TaskSummary] = []

    package var total: Int { tasks.reduce(0) { $0 + $1.total } }
    package var saved: Int { tasks.reduce(0) { $0 + $1.saved } }
    package var failed: Int { tasks.reduce(0) { $0 + $1.failed } }
    package var processed: Int { tasks.reduce(0) { $0 + $1.processed } }
    package var reused: Int { tasks.reduce(0) { $0 + $1.reused } }
    package var asked: Int { tasks.reduce(0) { $0 + $1.asked } }

    /// Failed examples as a share of the saved ones; 0 without any.
    package var failureRate: Double { saved == 0 ? 0 : Double(failed) / Double(saved) }
}
