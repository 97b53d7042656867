/// A part of a text with a class: a person's name, a place, a verb.
package struct FoundEntity: Sendable, Equatable {
    /// `B-PER` for a token, `PER` for a group of tokens.
    package var label: String
    /// Usually a probability, 0...1.
    package var score: Double
    /// The token's place among those of the text, the added ones counted; nil for a group.
    package var index: Int?
    /// The part as the tokenizer spells it; ``start`` and ``end`` say where it is in the text.
    package var word: String
    /// Where it begins, in Unicode scalars.
    package var start: Int
    /// Where it ends, in Unicode scalars.
    package var end: Int

    package init(
        label: String,
        score: Double,
        index: Int? = nil,
        word: String,
        start: Int,
        end: Int
    ) {
        self.label = label
        self.score = score
        self.index = index
        self.word = word
        self.start = start
        self.end = end
    }

    /// As the token-classification pipeline gives it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            index == nil ? "entity_group" : "entity": .string(label),
            "score": .number(score),
            "word": .string(word),
            "start": .integer(start),
            "end": .integer(end),
        ]
        if let index { members["index"] = .integer(index) }
        return .object(members)
    }

    static func list(_ json: JSONValue) throws(JSONError) -> [FoundEntity] {
        guard let members = json.array else {
            throw .unexpected(expected: "an array of entities", found: json.kind)
        }
        var entities: [FoundEntity] = []
        for member in members {
            guard let label = member["entity_group"]?.string ?? member["entity"]?.string,
                let score = member["score"]?.number, let word = member["word"]?.string,
                let start = member["start"]?.integer, let end = member["end"]?.integer
            else {
                throw .unexpected(
                    expected: "{\"entity\", \"score\", \"word\", \"start\", \"end\"}",
                    found: member.text
                )
            }
            entities.append(
                FoundEntity(
                    label: label,
                    score: score,
                    index: member["index"]?.integer,
                    word: word,
                    start: start,
                    end: end
                )
            )
        }
        return entities
    }
}
