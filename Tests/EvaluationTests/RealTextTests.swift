import Domain
import Foundation
import Ingestion
import Scoring
import TestSupport
import Testing

/// Text scorers over real tweets, beside counts that Python's `re` and vaderSentiment 3.3.2 give for the
/// same ones.
@Suite(.enabled(if: RepositoryPaths.shared != nil, "no public corpora (ASSAY_SHARED)"))
struct RealTextTests {
    private let data = (RepositoryPaths.shared ?? "") + "/data"

    private func tweets(_ count: Int) throws -> [String] {
        var texts: [String] = []
        try CSVText.read(
            SourceLocation(path: data + "/davidson-hate-speech/labeled_data.csv"),
            options: IngestionOptions()
        ) { result in
            let text = try result.get().text
            if let text, texts.count < count { texts.append(text) }
        }
        return texts
    }

    @Test func tweetsWithWordsOfAList() throws {
        let lines = try String(contentsOfFile: data + "/ldnoobw/en.txt", encoding: .utf8)
        let list = PhraseList(lines.split(whereSeparator: \.isNewline).map(String.init))
        #expect(list.count == 403)
        #expect(try tweets(4000).count { list.matches(in: $0) > 0 } == 2545)
    }

    @Test func sentimentOfTweets() throws {
        let compounds = try tweets(4000).map { Vader.scores(of: $0).compound }
        #expect(compounds.count { $0 >= 0.5 } == 414)
        #expect(compounds.count { $0 <= -0.5 } == 1643)
        #expect(compounds.reduce(0) { $0 + Int(($1 * 10_000).rounded()) } == -9_005_348)
    }
}
