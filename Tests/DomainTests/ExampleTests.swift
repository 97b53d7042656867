import Digests
import Domain
import Testing

@Suite struct ExampleTests {
    private let example = Example(
        key: "k",
        split: "test",
        text: "What?",
        medium: Table(header: ["a"], rows: [["1"]]).medium,
        target: .label("x"),
        attributes: ["sex": "F", "name": "Ada"]
    )

    @Test func contentDigestIsThatOfTheContent() {
        var same = example
        same.attributes = ["name": "Ada", "sex": "F"]
        same.medium?.content = .stored
        #expect(same.contentDigest == example.contentDigest)
    }

    /// Each change, on its own, gives another digest.
    private static let changes: [(String, @Sendable (inout Example) -> Void)] = [
        ("key", { $0.key = "l" }),
        ("split", { $0.split = "train" }),
        ("text", { $0.text = nil }),
        ("empty text", { $0.text = "" }),
        ("medium", { $0.medium = nil }),
        ("table", { $0.medium = Table(header: ["a"], rows: [["2"]]).medium }),
        ("target", { $0.target = .label("y") }),
        ("target kind", { $0.target = .text("x") }),
        ("no target", { $0.target = nil }),
        ("attribute", { $0.attributes["sex"] = "M" }),
        ("attribute name", { $0.attributes = ["gender": "F", "name": "Ada"] }),
        ("more attributes", { $0.attributes["age"] = "30" }),
    ]

    @Test func contentDigestChangesWithEveryPart() {
        var digests: Set<SHA256Digest> = [example.contentDigest]
        for (name, change) in Self.changes {
            var changed = example
            change(&changed)
            #expect(digests.insert(changed.contentDigest).inserted, "\(name)")
        }
    }

    @Test func requestDigestsAreThoseOfTheQuestion() {
        let table = Table(header: ["a"], rows: [["1"]])
        let request = ModelRequest(task: "t", text: "q", medium: table.medium)
        #expect(request.digest == ModelRequest(task: "t", text: "q", medium: table.medium).digest)
        #expect(request.digest != ModelRequest(task: "u", text: "q", medium: table.medium).digest)
        #expect(request.digest != ModelRequest(task: "t", text: nil, medium: table.medium).digest)
        #expect(request.digest != ModelRequest(task: "t", text: "q").digest)
    }

    @Test func tablesAreFilledAndStored() throws {
        let table = Table(header: ["a", "b"], rows: [["1"], ["1", "2", "3"], ["\u{e9}\"", ""]])
        #expect(table.rows == [["1", ""], ["1", "2"], ["\u{e9}\"", ""]])
        guard case .bytes(let bytes) = table.medium.content else {
            Issue.record("a table's medium has its bytes")
            return
        }
        #expect(try Table(storedBytes: bytes) == table)
        #expect(table.medium.details.width == 2 && table.medium.details.height == 3)
        for bad in ["[]", "{}", #"{"header":["a"],"rows":[[1]]}"#, #"{"header":[1],"rows":[]}"#] {
            #expect(throws: JSONError.self) { try Table(storedBytes: Array(bad.utf8)) }
        }
    }
}
