import Testing

@testable import Ingestion

struct LibriSpeechDocumentsTests {
    private let utterance = LibriSpeechUtterance(path: "dev/84/121123/84-121123-0001.flac")

    @Test func columnsOfTheReleaseHaveTheirNames() throws {
        var documents = LibriSpeechDocuments()
        documents.add(
            """
            ; Speakers
            ;ID  |SEX| SUBSET           |MINUTES| NAME
            84   | F | dev-clean        |  8.02 | Christie | Nowak
            """,
            named: "SPEAKERS.TXT"
        )
        let found = documents.attributes(try #require(utterance))
        #expect(found["sex"] == "F")
        #expect(found["minutes"] == "8.02")
        #expect(found["name"] == "Christie | Nowak")
    }

    @Test func furtherColumnsAreAttributesByTheirHeader() throws {
        var documents = LibriSpeechDocuments()
        documents.add(
            """
            ;ID |SEX| SUBSET |MINUTES| NAME | ACCENT | Age
            84  | F | dev    | 8.02  | Ada  | Scottish | 41
            """,
            named: "corpus/SPEAKERS.TXT"
        )
        let found = documents.attributes(try #require(utterance))
        #expect(found["name"] == "Ada")
        #expect(found["accent"] == "Scottish")
        #expect(found["age"] == "41")
    }
}
