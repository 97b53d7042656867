package import Digests
package import Domain

/// A prediction about to be stored: an output, or the reason why there is none.
package struct NewPrediction: Sendable {
    /// Of the request.
    package var requestDigest: ShortDigest
    package var result: Result<ModelOutput, PredictionFailure>
    /// The time of the batch divided by its requests.
    package var latencySeconds: Double
    /// How many requests were answered together.
    package var batchSize: Int

    package init(
        requestDigest: ShortDigest,
        result: Result<ModelOutput, PredictionFailure>,
        latencySeconds: Double,
        batchSize: Int
    ) {
        self.requestDigest = requestDigest
        self.result = result
        self.latencySeconds = latencySeconds
        self.batchSize = batchSize
    }
}

/// Why a model gave no answer, in one sentence.
package struct PredictionFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package var reason: String

    package init(_ reason: String) {
        self.reason = reason
    }

    package var description: String { reason }
}

/// Which prediction answers which request of which example.
package struct PredictionLink: Sendable {
    package var exampleID: Int64
    /// The request's position among the example's.
    package var request: Int
    /// Of the request.
    package var requestDigest: ShortDigest

    package init(exampleID: Int64, request: Int, requestDigest: ShortDigest) {
        self.exampleID = exampleID
        self.request = request
        self.requestDigest = requestDigest
    }
}

/// One request of one example with its stored answer.
package struct StoredAnswer: Sendable {
    package let exampleID: Int64
    package let request: Int
    /// The pipeline's JSON; nil where the prediction failed.
    package let output: String?
    package let error: String?
    package let target: Target?
    package let latencySeconds: Double
}

/// The tally of one example.
package struct NewScore: Sendable {
    package var exampleID: Int64
    package var tally: String
    /// The metric's value on this example alone.
    package var value: Double?

    package init(exampleID: Int64, tally: String, value: Double?) {
        self.exampleID = exampleID
        self.tally = tally
        self.value = value
    }
}

/// How often a tally of a metric occurs in a group and a cluster.
package struct StoredTally: Sendable, Equatable {
    /// Nil where no grouping was asked for.
    package let group: String?
    /// Nil for examples that are in none.
    package let cluster: String?
    package let tally: String
    package let count: Int
}
