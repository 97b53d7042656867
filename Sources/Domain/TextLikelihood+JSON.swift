extension TextLikelihood {
    /// `{"text", "log_likelihood", "tokens", "is_greedy"}`; what is not known is left out.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "text": .string(text),
            "log_likelihood": .number(logLikelihood),
            "tokens": .integer(tokens),
        ]
        if let unconditional { members["unconditional"] = .number(unconditional) }
        if let isGreedy { members["is_greedy"] = .bool(isGreedy) }
        return .object(members)
    }

    /// Reads an array of such objects, or one.
    static func list(_ json: JSONValue) throws(JSONError) -> [TextLikelihood] {
        let members = json.array ?? (json.object == nil ? nil : [json])
        guard let members, !members.isEmpty else {
            throw .unexpected(
                expected: "an array of {\"text\", \"log_likelihood\"}",
                found: json.kind
            )
        }
        var texts: [TextLikelihood] = []
        for member in members {
            guard let text = member["text"]?.string,
                let logLikelihood = member["log_likelihood"]?.number
            else {
                throw .unexpected(
                    expected: "{\"text\": text, \"log_likelihood\": number}",
                    found: member.text
                )
            }
            texts.append(
                TextLikelihood(
                    text: text,
                    logLikelihood: logLikelihood,
                    tokens: member["tokens"]?.integer ?? 0,
                    unconditional: member["unconditional"]?.number,
                    isGreedy: member["is_greedy"]?.bool
                )
            )
        }
        return texts
    }
}
