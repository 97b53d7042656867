import Domain
import Storage

/// A program in the role of a model.
///
/// Whatever the program does, each request ends with an answer or a failure: one that crashes, is
/// late, answers what it was not asked or writes something else than JSON lines fails the oldest
/// request in flight, and is started again for the others.
actor CommandModel: Model {
    nonisolated let identity: ModelIdentity
    nonisolated let batching: Batching

    private let name: String
    private let launch: CommandLaunch
    private let task: TaskContext
    private var process: CommandProcess?
    private var nextID = 0
    private var hasAnswered = false
    private var failuresInARow = 0
    private var lastFailure = ""

    init(name: String, identity: ModelIdentity, launch: CommandLaunch, task: TaskContext) {
        self.name = name
        self.identity = identity
        self.launch = launch
        self.task = task
        batching = .adaptive(limit: max(256, launch.pipeline * 4))
    }

    func answer(_ questions: [Question], media: any MediaSource) async throws -> [Answer] {
        let files = MediaFiles(media)
        defer { files.remove() }
        var batch = Batch(count: questions.count)
        while !batch.isDone {
            let process = try running()
            while batch.inFlight.count < launch.pipeline, let index = batch.popWaiting() {
                let id = "r\(nextID)"
                nextID += 1
                do {
                    process.write(try line(id, questions[index], files))
                    batch.inFlight.append(Flight(index: index, id: id, since: .now))
                } catch {
                    batch.answers[index] = .failed("\(error)")
                }
            }
            guard let head = batch.inFlight.first else { continue }
            let deadline = head.since + .seconds(launch.timeoutSeconds)
            switch process.next(deadline: deadline) {
            case .line(let bytes): take(bytes, &batch)
            case .ended(let how): fail(&batch, "the model \(how) instead of answering")
            case .timedOut:
                fail(&batch, "no answer within \(JSONValue.number(launch.timeoutSeconds).text) s")
            case .lineTooLong:
                fail(&batch, "its answer is longer than \(launch.maximumLineBytes) bytes")
            }
        }
        return batch.answers.map { $0 ?? .failed("the model was not asked") }
    }

    func close() {
        process?.finish()
        process = nil
    }

    // MARK: - Steps

    private func running() throws -> CommandProcess {
        if let process { return process }
        // A program that never answered anything is not worth as many tries as one that has.
        let limit = hasAnswered ? launch.restarts : min(launch.restarts, 3)
        guard failuresInARow <= limit else {
            throw EvaluationError.model(
                name: name,
                reason: "given up after \(failuresInARow) failures in a row; the last: "
                    + lastFailure
            )
        }
        do {
            let started = try CommandProcess(launch)
            process = started
            return started
        } catch {
            throw EvaluationError.model(
                name: name,
                reason: "'\(launch.arguments.joined(separator: " "))' cannot be started: \(error)"
            )
        }
    }

    private func line(_ id: String, _ question: Question, _ files: MediaFiles) throws -> [UInt8] {
        var inputs: [String: JSONValue] = [:]
        if let text = question.request.text { inputs["text"] = .string(text) }
        if let pair = question.request.pair { inputs["text_pair"] = .string(pair) }
        if let choices = question.request.choices {
            inputs["choices"] = .array(choices.map(JSONValue.string))
        }
        if let medium = question.request.medium {
            inputs[medium.kind.rawValue] = .string(try files.path(of: medium))
        }
        let request: JSONValue = .object([
            "id": .string(id),
            "task": .string(question.request.task),
            "inputs": .object(inputs),
            "parameters": .object(task.decoding),
        ])
        return Array((request.text + "\n").utf8)
    }

    private func take(_ bytes: [UInt8], _ batch: inout Batch) {
        let shown = String(decoding: bytes.prefix(80), as: UTF8.self)
        let reply: JSONValue
        do {
            reply = try JSONValue(parsing: bytes)
        } catch {
            return fail(&batch, "a line of its output is \(error): '\(shown)'")
        }
        guard let id = reply["id"]?.plain,
            let position = batch.inFlight.firstIndex(where: { $0.id == id })
        else {
            let found = reply["id"].map { "the id \($0.text)" } ?? "no id"
            let expected = batch.inFlight.first?.id ?? ""
            return fail(&batch, "it answered with \(found), expected \"\(expected)\"")
        }
        let flight = batch.inFlight.remove(at: position)
        batch.answers[flight.index] = answer(reply, after: (.now - flight.since) / .seconds(1))
        hasAnswered = true
        failuresInARow = 0
        // The next one's time begins when the program is free for it.
        if !batch.inFlight.isEmpty { batch.inFlight[0].since = max(batch.inFlight[0].since, .now) }
    }

    private func answer(_ reply: JSONValue, after seconds: Double) -> Answer {
        if let error = reply["error"], error != .null {
            return .failed("the model says: \(error.plain)", after: seconds)
        }
        guard let output = reply["output"] else {
            return .failed("its answer has neither 'output' nor 'error'", after: seconds)
        }
        do {
            return Answer(
                .success(try ModelOutput(kind: task.output, json: output)),
                latencySeconds: seconds
            )
        } catch {
            return .failed("its output is not one of \(task.task): \(error)", after: seconds)
        }
    }

    /// Fails the oldest request in flight and ends the process; the others are asked again.
    private func fail(_ batch: inout Batch, _ reason: String) {
        let words = process?.lastWords ?? ""
        process?.end()
        process = nil
        failuresInARow += 1
        lastFailure = words.isEmpty ? reason : "\(reason); standard error: \(words)"
        guard !batch.inFlight.isEmpty else { return }
        let head = batch.inFlight.removeFirst()
        batch.answers[head.index] = .failed(lastFailure, after: (.now - head.since) / .seconds(1))
        batch.requeue()
    }
}

/// A request that was written and not yet answered.
private struct Flight {
    let index: Int
    let id: String
    /// When the program was free for it.
    var since: ContinuousClock.Instant
}

/// The requests of one call: waiting, in flight, answered.
private struct Batch {
    var answers: [Answer?]
    var inFlight: [Flight] = []
    private var waiting: ArraySlice<Int>

    init(count: Int) {
        answers = Array(repeating: nil, count: count)
        waiting = Array(0..<count)[...]
    }

    var isDone: Bool { inFlight.isEmpty && waiting.isEmpty }

    mutating func popWaiting() -> Int? { waiting.popFirst() }

    /// Puts what is in flight back in front of what waits.
    mutating func requeue() {
        waiting = (inFlight.map(\.index) + waiting)[...]
        inFlight = []
    }
}
