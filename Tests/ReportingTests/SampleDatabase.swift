import Domain
import Foundation
import GRDB
import Media

/// A run with a task of each kind, large enough for every section to have something to show.
enum SampleDatabase {
    /// Sixty pictures and all the rest, made once: for tests that only read.
    static func shared() throws -> TestDatabase { try made.get() }

    private static let made = Result { try make(pictures: 60) }

    static func make(path: String? = nil, pictures: Int = 300) throws -> TestDatabase {
        let database = try TestDatabase(path: path)
        try database.queue.write { db in
            let run = try TestDatabase.addRun(db, suite: "quickstart", yaml: yaml)
            let vit = try TestDatabase.addModel(
                db,
                "starter-vit",
                backend: "native",
                identity: .object([
                    "architecture": .string("ViTForImageClassification"),
                    "parameters": .integer(412_554),
                    "model.safetensors": .string(TestDatabase.digest("weights")),
                ])
            )
            let majority = try TestDatabase.addModel(
                db,
                "majority",
                backend: "baseline",
                identity: .object(["baseline": .string("majority")])
            )
            let fashion = try addFashion(db, count: pictures)
            let clean = try addFashionTask(
                db,
                run: run,
                fashion: fashion,
                model: vit,
                skill: 0.86
            )
            for severity in [2, 4] {
                let noisy = try addFashionTask(
                    db,
                    run: run,
                    fashion: fashion,
                    model: vit,
                    skill: 0.86 - 0.1 * Double(severity),
                    isPerturbed: true
                )
                try RobustnessRows.make(noisy, repeat: clean, severity: severity, db)
            }
            try addFashionTask(db, run: run, fashion: fashion, model: majority, skill: nil)
            let echo = try TestDatabase.addModel(db, "echo", backend: "command")
            try addSpeech(db, run: run, model: echo)
            try addTables(db, run: run, model: echo)
            try addPrompts(db, run: run)
        }
        return database
    }

    static let yaml = """
        name: quickstart
        version: 1
        tasks:
          - task: image-classification
            dataset: { format: idx, source: data/fashion, name: fashion }
            metrics: [accuracy, top_k_accuracy: { k: 3 }, f1, expected_calibration_error, risk_coverage_area]
            group_by: [label, lighting]
        seed: 7
        """

    // MARK: - Pictures

    static let labels = [
        "T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Boot",
    ]

    struct Pictures {
        let dataset: Int64
        let examples: [(id: Int64, label: Int, lighting: String)]
    }

    private static func addFashion(_ db: Database, count: Int) throws -> Pictures {
        let dataset = try TestDatabase.addDataset(
            db,
            "fashion",
            kind: .image,
            license: "MIT",
            source: "data/fashion",
            examples: count
        )
        try TestDatabase.insert(
            db,
            "ingestionError",
            [
                "datasetID": dataset, "file": "train/0017.png", "line": 0,
                "reason": "the chunk IDAT has a wrong CRC",
                "recordedAt": "2026-01-01T00:00:00.000Z",
            ]
        )
        var dice = Dice(seed: 1)
        // A large sample shows its pictures again and again.
        var media: [Int64] = []
        let examples = try (0..<count).map { index in
            let label = index % labels.count
            let lighting = dice.roll() < 0.3 ? "dim" : index % 71 == 0 ? "backlit" : "bright"
            if index < 300 {
                media.append(
                    try TestDatabase.addMedium(
                        db,
                        kind: .image,
                        mediaType: "image/png",
                        bytes: try picture(label: label, seed: UInt64(index)).encodedPNG(),
                        details: Medium.Details(width: 28, height: 28)
                    )
                )
            }
            let id = try TestDatabase.addExample(
                db,
                dataset: dataset,
                key: "test/\(index)",
                medium: media[index % media.count],
                target: .label(labels[label]),
                attributes: ["lighting": lighting]
            )
            return (id, label, lighting)
        }
        return Pictures(dataset: dataset, examples: examples)
    }

    /// A blot whose shape goes with its label.
    private static func picture(label: Int, seed: UInt64) -> PixelImage {
        var dice = Dice(seed: seed &+ 99)
        let a = 5.0 + Double(label), b = 14.0 - Double(label) * 0.7
        var pixels: [UInt8] = []
        for y in 0..<28 {
            for x in 0..<28 {
                let dx = (Double(x) - 13.5) / a, dy = (Double(y) - 13.5) / b
                let inside = dx * dx + dy * dy < 1
                let value = UInt8(inside ? 150 + dice.roll(90) : dice.roll(24))
                pixels += [value, value, value]
            }
        }
        return PixelImage(width: 28, height: 28, pixels: pixels)
    }

    @discardableResult
    private static func addFashionTask(
        _ db: Database,
        run: Int64,
        fashion: Pictures,
        model: Int64,
        skill: Double?,
        isPerturbed: Bool = false
    ) throws -> Int64 {
        let task = try TestDatabase.addTask(
            db,
            run: run,
            task: "image-classification",
            dataset: fashion.dataset,
            model: model,
            groupBy: ["label", "lighting"]
        )
        var dice = Dice(seed: 2)
        let scored = try fashion.examples.enumerated().map { index, example in
            var scored = TestDatabase.Scored(
                example: example.id,
                outcome: nil,
                target: .label(labels[example.label]),
                groups: ["label": labels[example.label], "lighting": example.lighting]
            )
            if skill != nil, index % 60 == 59 {
                let reason =
                    index % 120 == 119
                    ? "no answer within 30 s" : "the worker stopped with signal 9"
                try TestDatabase.addAnswer(
                    db,
                    task: task,
                    example: example.id,
                    .failure(.init(reason: reason))
                )
                return scored
            }
            let answer = labelled(example, skill: skill, dice: &dice)
            try TestDatabase.addAnswer(
                db,
                task: task,
                example: example.id,
                .success(.labels(answer)),
                latencySeconds: 0.0009 + dice.roll() * 0.0006,
                batchSize: 16
            )
            scored = TestDatabase.Scored(
                example: example.id,
                outcome: .labels(answer),
                target: scored.target,
                groups: scored.groups
            )
            return scored
        }
        for (name, options) in [
            ("accuracy", [:]), ("top_k_accuracy", ["k": .integer(3)]), ("f1", [:]),
            ("expected_calibration_error", [:]), ("risk_coverage_area", [:]),
        ] as [(String, [String: JSONValue])] {
            try TestDatabase.addMetric(db, task: task, name, options: options, examples: scored)
        }
        if skill != nil, !isPerturbed {
            try RobustnessRows.add(db, task: task)
            try RepeatRows.add(db, task: task)
        }
        return task
    }

    /// Scores that favour the right label by the model's skill; the first label always without any.
    private static func labelled(
        _ example: (id: Int64, label: Int, lighting: String),
        skill: Double?,
        dice: inout Dice
    ) -> [ScoredLabel] {
        guard let skill else {
            return labels.enumerated().map { ScoredLabel(label: $1, score: $0 == 0 ? 1 : 0) }
        }
        let isHard = example.lighting == "dim" || example.label == 6
        let isRight = dice.roll() < skill - (isHard ? 0.25 : 0)
        let wrong =
            example.label == 6 ? [0, 2, 4][dice.roll(3)] : (example.label + 2) % labels.count
        let best = isRight ? example.label : wrong
        let confidence = 0.45 + dice.roll() * 0.5
        var rest = labels.indices.filter { $0 != best }
        if !isRight, dice.roll() < 0.6 {
            rest.removeAll { $0 == example.label }
            rest.insert(example.label, at: 0)
        }
        var left = 1 - confidence
        return [ScoredLabel(label: labels[best], score: confidence)]
            + rest.map { label in
                let score = left * 0.5
                left -= score
                return ScoredLabel(label: labels[label], score: score)
            }
    }
}
