import Domain
import Foundation
import Testing

@testable import Evaluation

struct ModelCardTests {
    @Test func whatACardStatesIsKept() {
        let card = ModelCard.stated(
            """
            ---
            license: apache-2.0
            datasets: [fashion_mnist, "mine"]
            widget: { text: hello }
            tags:
              - vision
            ---
            # A model
            """
        )
        #expect(
            card
                == .object([
                    "license": .string("apache-2.0"),
                    "datasets": .array([.string("fashion_mnist"), .string("mine")]),
                    "tags": .array([.string("vision")]),
                ])
        )
    }

    @Test(arguments: [
        "", "# A model\n", "---\nlicense: mit\n", "---\nlicense: [\n---\n", "---\n---\n",
        "---\nlicense:\n  name: mine\n---\n", "---\njust text\n---\n", "---\r\nother: 1\r\n---\r\n",
    ])
    func cardsThatStateNothingAreNone(_ text: String) {
        #expect(ModelCard.stated(text) == nil)
    }

    @Test func filesAreReadFromTheFolder() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("assay-card-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(ModelCard.stated(in: folder.path) == nil)
        let file = folder.appendingPathComponent("README.md")
        try Data("---\r\nlicense: mit\r\n---\r\n".utf8).write(to: file)
        #expect(ModelCard.stated(in: folder.path) == .object(["license": .string("mit")]))
    }
}
