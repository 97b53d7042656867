import Domain
import Testing

@Suite struct CatalogTests {
    private let fruit = Catalog(kind: "fruit", ["apple", "pear"], names: { [$0, $0 + "s"] })

    @Test func entriesAreFoundByEveryName() throws {
        #expect(try fruit("pear") == "pear")
        #expect(try fruit("apples") == "apple")
        #expect(fruit.entries == ["apple", "pear"])
        #expect(fruit.names == ["apple", "apples", "pear", "pears"])
    }

    @Test func unknownNamesListTheKnownOnes() {
        #expect(throws: UnknownNameError(kind: "fruit", name: "aple", known: fruit.names)) {
            try fruit("aple")
        }
        let error = UnknownNameError(kind: "fruit", name: "aple", known: fruit.names)
        #expect(
            "\(error)"
                == "unknown fruit 'aple'. Did you mean 'apple'? Known: apple, apples, pear, pears."
        )
        let empty = UnknownNameError(kind: "fruit", name: "x", known: [])
        #expect("\(empty)" == "unknown fruit 'x'. Known: none.")
    }

    @Test(arguments: [
        ("acuracy", "accuracy"), ("Accuracy", "accuracy"), ("f2", "f1"),
        ("word-error-rate", "word_error_rate"), ("wrd_error_rate", "word_error_rate"),
        ("zzzzzz", nil), ("precision", nil),
    ])
    func nearest(name: String, expected: String?) {
        let known = ["accuracy", "f1", "word_error_rate"]
        #expect(UnknownNameError.nearest(to: name, in: known) == expected)
    }
}
