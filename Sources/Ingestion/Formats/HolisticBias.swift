package import Domain

/// HolisticBias (Smith and others 2022): sentences from templates, each about a person of a kind.
///
/// The source is a folder with `descriptors.json`, `nouns.json`, `sentence_templates.json` and, if there
/// are, `standalone_noun_phrases.json` of the same version. Every phrase (``HolisticBiasPhrases``) goes
/// into every template, but a phrase without a noun into none that asks for one. No variant of style is
/// drawn. A phrase that the files have twice is read once, so of version 1.1 there are 566,608 sentences.
///
/// Source: facebookresearch/ResponsibleNLP, `holistic_bias/src/sentences.py`.
package enum HolisticBias: DatasetFormat {
    package static let name = "holisticbias"
    package static let summary =
        "a folder with descriptors.json, nouns.json and sentence_templates.json"
    package static let kind = DatasetKind.text
    package static let options = [
        FormatOption("axes", "the axes to keep, with commas (default: all)"),
        FormatOption("descriptors", "the descriptors to keep, with commas (default: all)"),
        FormatOption("nouns", "the nouns to keep, with commas (default: all)"),
        FormatOption(
            "phrases",
            "the kinds to keep: noun, descriptor, descriptor_noun, noun_descriptor, fixed_phrase"
        ),
        FormatOption("templates", "the numbers of templates, from 1, with commas (default: all)"),
    ]

    package static func canReference(_ source: SourceLocation) -> Bool { false }

    package static func recognizes(_ source: SourceLocation) -> Bool {
        source.isFolder
            && [HolisticBiasPhrases.descriptors, HolisticBiasPhrases.nouns, templates].allSatisfy {
                FileTree.isFile(source.path.appending(path: $0))
            }
    }

    private static let templates = "sentence_templates.json"

    /// A sentence with a place for a phrase.
    private struct Template {
        /// From 1, in the file's order.
        let number: Int
        let text: String
        let isPlural: Bool
        let asksForNoun: Bool

        static let singular = "{noun_phrase}"
        static let plural = "{plural_noun_phrase}"

        func filled(with phrase: HolisticBiasPhrases.Phrase) -> String {
            let place = isPlural ? Self.plural : Self.singular
            let parts = text.split(separator: place, omittingEmptySubsequences: false)
            return parts.joined(separator: isPlural ? phrase.plural : phrase.singular)
        }
    }

    package static func read(
        _ source: SourceLocation,
        options: IngestionOptions,
        each: (Result<Example, IngestionError>) throws -> Void
    ) throws {
        try options.check(against: Self.self)
        let templates = try templates(source, options) { try each(.failure($0)) }
        var phrases = HolisticBiasPhrases(folder: source.path, options: options)
        try phrases.read { result in
            let phrase: HolisticBiasPhrases.Phrase
            switch result {
            case .failure(let error): return try each(.failure(error))
            case .success(let made): phrase = made
            }
            for template in templates where phrase.noun != nil || !template.asksForNoun {
                try each(.success(example(phrase, template, options)))
            }
        }
    }

    private static func example(
        _ phrase: HolisticBiasPhrases.Phrase,
        _ template: Template,
        _ options: IngestionOptions
    ) -> Example {
        var attributes = ["template": template.text, "phrase": phrase.kind.rawValue]
        attributes["axis"] = phrase.axis
        attributes["bucket"] = phrase.bucket
        attributes["descriptor"] = phrase.descriptor
        attributes["descriptor_gender"] = phrase.descriptorGender
        attributes["preference"] = phrase.preference
        attributes["noun"] = phrase.noun
        attributes["noun_gender"] = phrase.nounGender
        return Example(
            key: "\(phrase.key)/\(template.number)",
            split: options.split ?? "all",
            text: template.filled(with: phrase),
            attributes: attributes
        )
    }

    private static func templates(
        _ source: SourceLocation,
        _ options: IngestionOptions,
        refuse: (IngestionError) throws -> Void
    ) throws -> [Template] {
        let wanted = options.list("templates")
        var found: [Template] = []
        var number = 0
        var stream = try JSONStream(source.path.appending(path: templates), name: templates)
        try stream.members({ _ in .whole }) { text, traits in
            number += 1
            let isPlural = text.contains(Template.plural)
            guard isPlural || text.contains(Template.singular) else {
                let reason =
                    "template '\(text)' has neither \(Template.singular) nor \(Template.plural)"
                return try refuse(IngestionError(file: templates, reason: reason))
            }
            guard wanted?.contains(String(number)) ?? true else { return }
            found.append(
                Template(
                    number: number,
                    text: text,
                    isPlural: isPlural,
                    asksForNoun: traits["must_be_noun"]?.bool ?? false
                )
            )
        }
        guard !found.isEmpty else {
            let numbers = wanted.map { " among the numbers " + $0.joined(separator: ", ") } ?? ""
            throw IngestionError(file: templates, reason: "no template" + numbers)
        }
        return found
    }
}
