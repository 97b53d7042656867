package import Digests
package import Domain
package import Storage

/// Something that answers requests.
package protocol Model: Sendable {
    var identity: ModelIdentity { get }
    /// What an answer depends on beside the model and its options.
    var scope: RequestScope { get }
    /// How many requests it is given at once.
    var batching: Batching { get }

    /// Answers a batch, in order.
    ///
    /// What goes wrong with one request becomes a failure in its place.
    ///
    /// - Throws: ``EvaluationError/model(name:reason:)`` if the model can answer nothing any more.
    func answer(_ questions: [Question], media: any MediaSource) async throws -> [Answer]

    /// Ends what the model has running.
    func close() async
}

extension Model {
    package var scope: RequestScope { .request }
    package func close() async {}
}

/// What a model consists of.
package struct ModelIdentity: Sendable, Equatable {
    /// Of everything on which its answers depend.
    package var digest: SHA256Digest
    /// For people and for the provenance of a run.
    package var description: JSONValue

    package init(digest: SHA256Digest, description: JSONValue) {
        self.digest = digest
        self.description = description
    }

    /// The identity of a model that its description says everything about.
    package init(backend: String, describing description: [String: JSONValue]) {
        self.description = .object(description)
        var hasher = SHA256Hasher()
        hasher.update(field: backend)
        hasher.update(field: self.description.text)
        digest = hasher.finish()
    }
}

/// What an answer depends on beside the model and its options.
package enum RequestScope: Sendable {
    /// The request alone: equal questions are asked once.
    case request
    /// Also which example asks: its dataset, split and key.
    case example
}

/// How many requests a model is given at once.
package enum Batching: Sendable {
    /// As many as the run's batch size.
    case fixed
    /// As many as it answers in about half a second, from one up to a limit.
    case adaptive(limit: Int)
    /// Whatever is there.
    case unlimited
}

/// A request as a model is given it.
package struct Question: Sendable {
    package var request: ModelRequest
    /// What the prediction is stored under.
    package var digest: SHA256Digest
    /// The example that asks first, for models that are keyed by example.
    package var exampleKey: String
    package var exampleSplit: String

    package init(
        request: ModelRequest,
        digest: SHA256Digest,
        exampleKey: String,
        exampleSplit: String
    ) {
        self.request = request
        self.digest = digest
        self.exampleKey = exampleKey
        self.exampleSplit = exampleSplit
    }
}

/// A model's answer to one request.
package struct Answer: Sendable {
    package var result: Result<ModelOutput, PredictionFailure>
    /// Of this request alone; nil if only the time of the whole batch is known.
    package var latencySeconds: Double?

    package init(_ result: Result<ModelOutput, PredictionFailure>, latencySeconds: Double? = nil) {
        self.result = result
        self.latencySeconds = latencySeconds
    }

    /// A failure in an answer's place.
    package static func failed(_ reason: String, after seconds: Double? = nil) -> Answer {
        Answer(.failure(PredictionFailure(reason)), latencySeconds: seconds)
    }
}

/// Where models read pictures, recordings and tables.
package protocol MediaSource: Sendable {
    /// The bytes of a medium, checked against its digest.
    func bytes(of medium: Medium) throws -> [UInt8]
}

extension Store: MediaSource {}
