import Domain
import Testing

@Suite struct TargetTests {
    private static let targets: [(target: Target, stored: String, plain: String)] = [
        (.text("a \"b\"\n"), "a \"b\"\n", "a \"b\"\n"),
        (.label("Ankle boot"), "Ankle boot", "Ankle boot"),
        (.answers([]), "[]", ""),
        (.answers([.init("a"), .init("b, c")]), #"["a","b, c"]"#, "a, b, c"),
        (
            .answers([.init("1,000", canonical: "1000.0"), .init("x")]),
            #"[["1,000","1000.0"],"x"]"#, "1,000, x"
        ),
        (.alternatives(["no", "no", "yes"]), #"["no","no","yes"]"#, "no / no / yes"),
        (.tags(["B-PER", "O"]), #"["B-PER","O"]"#, "B-PER O"),
    ]

    @Test(arguments: targets)
    func storing(target: Target, stored: String, plain: String) throws {
        #expect(target.stored == stored)
        #expect(target.plain == plain)
        #expect(try Target(kind: target.kind, stored: stored) == target)
    }

    @Test(arguments: ["", "{}", "[1]", #"[["a"]]"#, #"[["a","b","c"]]"#, "[null]"])
    func refusesWhatIsNotAnswers(stored: String) {
        #expect(throws: JSONError.self) { try Target(kind: .answers, stored: stored) }
        #expect(throws: JSONError.self) { try Target(kind: .alternatives, stored: stored) }
        #expect(throws: JSONError.self) { try Target(kind: .tags, stored: stored) }
    }
}
