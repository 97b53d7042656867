import Media
import Testing

@Suite("Media libraries")
struct MediaLibrariesTests {
    @Test func everyLibrarySaysItsVersion() throws {
        let versions = MediaLibraries.versions
        #expect(try #require(versions["libsndfile"]).hasPrefix("libsndfile-"))
        #expect(try #require(versions["libpng"]).hasPrefix("1."))
        #expect(try #require(versions["libjpeg-turbo"]).hasPrefix("libturbojpeg.so."))
    }
}
