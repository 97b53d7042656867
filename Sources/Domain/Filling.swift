/// A token that may stand where a text has a mask.
package struct Filling: Sendable, Equatable {
    /// A probability, 0...1.
    package var score: Double
    /// The token's id.
    package var token: Int
    /// The token in letters.
    package var text: String
    /// The text with it.
    package var sequence: String

    package init(score: Double, token: Int, text: String, sequence: String) {
        self.score = score
        self.token = token
        self.text = text
        self.sequence = sequence
    }

    /// As the fill-mask pipeline gives one mask's.
    static func json(_ fillings: [Filling]) -> JSONValue {
        .array(
            fillings.map {
                .object([
                    "score": .number($0.score), "token": .integer($0.token),
                    "token_str": .string($0.text), "sequence": .string($0.sequence),
                ])
            }
        )
    }

    /// Reads one mask's, or an array of several masks'.
    static func places(_ json: JSONValue) throws(JSONError) -> [[Filling]] {
        guard let members = json.array, let first = members.first else {
            throw .unexpected(expected: "an array of fillings", found: json.kind)
        }
        if first.array == nil { return [try list(members)] }
        var places: [[Filling]] = []
        for member in members { places.append(try list(member.array ?? [])) }
        return places
    }

    private static func list(_ members: [JSONValue]) throws(JSONError) -> [Filling] {
        var fillings: [Filling] = []
        for member in members {
            guard let score = member["score"]?.number, let token = member["token"]?.integer,
                let text = member["token_str"]?.string, let sequence = member["sequence"]?.string
            else {
                throw .unexpected(
                    expected: "{\"score\", \"token\", \"token_str\", \"sequence\"}",
                    found: member.text
                )
            }
            fillings.append(Filling(score: score, token: token, text: text, sequence: sequence))
        }
        return fillings
    }
}
