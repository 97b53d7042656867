import Digests
import Domain
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func publishedDigests(text: String, expected: String) {
        let digest = SHA256Digest(of: text)
        #expect(digest.hexadecimal == expected)
        #expect(digest.short.description == String(expected.prefix(32)))
        #expect(SHA256Digest(hexadecimal: expected) == digest)
        #expect(SHA256Digest(hexadecimal: expected.uppercased()) == digest)
    }

    @Test(arguments: [
        "", "ba", String(repeating: "g", count: 64), String(repeating: "+", count: 64),
    ])
    func otherTextIsNoDigest(text: String) {
        #expect(SHA256Digest(hexadecimal: text) == nil)
    }

    @Test func fieldsAreKeptApart() {
        func digest(_ fields: String?...) -> SHA256Digest {
            var hasher = SHA256Hasher()
            for field in fields { hasher.update(field: field) }
            return hasher.finish()
        }
        #expect(digest("ab", "c") != digest("a", "bc"))
        #expect(digest("a", nil) != digest("a", ""))
        #expect(digest("a", "b") == digest("a", "b"))
    }

    private let members = (0..<50).map { SHA256Digest(of: "\($0)") }

    private func digest(_ members: some Sequence<SHA256Digest>) -> MultisetDigest {
        var digest = MultisetDigest()
        for member in members { digest.insert(member) }
        return digest
    }

    @Test func multisetIgnoresOrderButNotNumber() {
        let all = digest(members)
        #expect(all == digest(members.reversed()))
        #expect(all.count == 50)
        #expect(all != digest(members.dropLast()))
        #expect(digest([members[0]]) != digest([members[0], members[0]]))
        #expect(digest([members[0], members[1]]) != digest([members[0], members[2]]))
    }

    @Test func multisetTakesMembersOut() {
        var some = digest(members)
        for member in members[10..<20] { some.remove(member) }
        #expect(some == digest(members[..<10] + members[20...]))
        for member in members[..<10] + members[20...] { some.remove(member) }
        #expect(some == MultisetDigest())
    }

    @Test func multisetIsWrittenAndRead() {
        let all = digest(members)
        #expect(MultisetDigest(all.description) == all)
        #expect(all.description.hasSuffix("-50") && all.description.count == 67)
        let zeros = String(repeating: "0", count: 64)
        #expect(MultisetDigest().description == zeros + "-0")
        for bad in ["", zeros, zeros + "--1", zeros + "-x", "0-1"] {
            #expect(MultisetDigest(bad) == nil, "\(bad)")
        }
    }
}
