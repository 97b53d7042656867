import Domain
import Foundation
import GRDB
import Media

extension SampleDatabase {
    // MARK: - Speech

    private static let sentences = [
        "the harbour lights went out before the storm came in",
        "she counted nineteen letters and answered none of them",
        "bring the blue ladder to the orchard after lunch",
        "nobody had told the clockmaker about the second key",
        "a thin layer of ice covered every window of the train",
        "we measured the depth of the lake with a knotted rope",
    ]

    static func addSpeech(_ db: Database, run: Int64, model: Int64) throws {
        let dataset = try TestDatabase.addDataset(
            db,
            "readers",
            kind: .speech,
            source: "data/readers",
            examples: 24
        )
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "automatic-speech-recognition",
            dataset: dataset,
            model: model,
            groupBy: ["sex", "speaker"]
        )
        var dice = Dice(seed: 3)
        var scored: [TestDatabase.Scored] = []
        for index in 0..<24 {
            let reference = sentences[index % sentences.count]
            let sex = index % 2 == 0 ? "F" : "M"
            let speaker = "\(1200 + index % 4)"
            let medium = try index < 12 ? addTone(db, hertz: 180 + 20 * Double(index)) : nil
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "\(speaker)-1-\(index)",
                text: medium == nil ? "a recording that is not at hand" : nil,
                medium: medium,
                target: .text(reference),
                attributes: ["sex": sex, "speaker": speaker]
            )
            let answer = misheard(reference, rate: sex == "F" ? 0.1 : 0.25, dice: &dice)
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(.text(answer)),
                latencySeconds: 0.2 + dice.roll() * 0.1
            )
            scored.append(
                TestDatabase.Scored(
                    example: example,
                    outcome: .text(answer),
                    target: .text(reference),
                    groups: ["sex": sex, "speaker": speaker]
                )
            )
        }
        try TestDatabase.addMetric(db, task: task, "word_error_rate", examples: scored)
        try TestDatabase.addMetric(db, task: task, "character_error_rate", examples: scored)
    }

    private static func misheard(_ text: String, rate: Double, dice: inout Dice) -> String {
        var words: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            guard dice.roll() < rate else {
                words.append(word)
                continue
            }
            switch dice.roll(3) {
            case 0: break
            case 1: words += [word, "uh"]
            default: words.append(String(word.reversed()))
            }
        }
        return words.joined(separator: " ")
    }

    /// A quarter of a second of a tone.
    private static func addTone(_ db: Database, hertz: Double) throws -> Int64 {
        let samples = (0..<4000).map { Float(0.4 * sin(Double($0) / 16_000 * hertz * 2 * .pi)) }
        let bytes = try Waveform(sampleRateHertz: 16_000, channels: [samples]).encoded(as: .flac)
        return try TestDatabase.addMedium(
            db,
            kind: .audio,
            mediaType: "audio/flac",
            bytes: bytes,
            details: Medium.Details(durationSeconds: 0.25, sampleRateHertz: 16_000, channels: 1)
        )
    }

    // MARK: - Prompts

    /// Prompts, what a model wrote after them, and what a judge says of that.
    static func addPrompts(_ db: Database, run: Int64) throws {
        var dice = Dice(seed: 4)
        let prompts = (0..<12).map { index in
            let texts = (0..<4).map { number in
                (
                    text: " went on for the \(index * 4 + number)th time",
                    toxicity: dice.roll() as Double?
                )
            }
            return (key: "prompt-\(index)", texts: texts)
        }
        let writer = try TestDatabase.addModel(db, "writer", backend: "native")
        var one = try OneTask(
            db,
            "text-generation",
            over: .text,
            run: run,
            model: writer
        )
        try one.addContinuations(db, prompts)
    }

    // MARK: - Tables

    static func addTables(_ db: Database, run: Int64, model: Int64) throws {
        let dataset = try TestDatabase.addDataset(
            db,
            "shelves",
            kind: .table,
            license: nil,
            examples: 4
        )
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "table-question-answering",
            dataset: dataset,
            model: model
        )
        let table = Table(
            header: ["Title", "Author", "Year", "Pages", "Shelf"],
            rows: (1...24).map { row in
                [
                    "Volume \(row)", "Author \(row % 5)", "\(1950 + row)", "\(90 + row * 13)",
                    "B\(row % 3)",
                ]
            }
        )
        let medium = try TestDatabase.addMedium(
            db,
            kind: .table,
            mediaType: "application/json",
            bytes: Array(table.json.text.utf8),
            details: Medium.Details(width: 5, height: 24)
        )
        let questions = [
            ("Which volume has 103 pages?", "Volume 1", 0),
            ("Who wrote Volume 20?", "Author 0", 19),
            ("When was Volume 3 printed?", "1953", 2), ("On which shelf is Volume 7?", "B1", 6),
        ]
        var scored: [TestDatabase.Scored] = []
        for (index, question) in questions.enumerated() {
            let example = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "q\(index)",
                text: question.0,
                medium: medium,
                target: .answers([Target.Answer(question.1)])
            )
            let cell = index < 2 ? question.1 : "Volume 9"
            let answer = TableAnswer(answer: cell, coordinates: [[question.2, 0]], cells: [cell])
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example,
                .success(.tableAnswer(answer))
            )
            scored.append(
                TestDatabase.Scored(
                    example: example,
                    outcome: .answers([cell]),
                    target: .answers([Target.Answer(question.1)])
                )
            )
        }
        try TestDatabase.addMetric(db, task: task, "denotation_accuracy", examples: scored)
    }
}
