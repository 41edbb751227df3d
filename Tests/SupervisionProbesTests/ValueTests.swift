import Casework
import Testing

@testable import SupervisionProbes

@Test(arguments: [
    ("2.3", "2.22"), ("2.22", "2.22.1"), ("2.21.9", "2.22"), ("11.4.2", "11.5.1"),
    ("11.5", "11.5.1-t1712345678"),
    ("9", "10.0.1"), ("v2.22", "2.23"),
])
func versionsAreComparedNumberByNumber(older: String, newer: String) throws {
    let left = try #require(VersionNumber(older))
    let right = try #require(VersionNumber(newer))
    #expect(left < right)
    #expect(!(right < left))
}

@Test func trailingZerosDoNotCount() {
    #expect(VersionNumber("2.22.0.0") == VersionNumber("2.22"))
    #expect(VersionNumber("0.0") == VersionNumber("0"))
    #expect(VersionNumber("11.5.1-t1712345678") == VersionNumber("11.5.1"))
}

@Test(arguments: ["", "latest", "…", "99999999999999999999.1", "1.2.3.4.5.6.7.8.9", "-1.2"])
func whatIsNoVersionIsRefused(text: String) {
    #expect(VersionNumber(text) == nil)
}

@Test(arguments: [
    ("SHA256:AA:BB", "aabb", FingerprintAgreement.same), ("aabb", "aabc", .different),
    (String(repeating: "a", count: 40), String(repeating: "b", count: 64), .incomparable),
    ("9f3a…", "9f3a" + String(repeating: "0", count: 60), .incomparable),
    ("9f3b…", "9f3a" + String(repeating: "0", count: 60), .different),
])
func fingerprintsAgreeDifferOrSayNothing(one: String, other: String, expected: FingerprintAgreement) throws {
    let left = try #require(Fingerprint(one))
    let right = try #require(Fingerprint(other))
    #expect(left.agreement(with: right) == expected)
    #expect(right.agreement(with: left) == expected)
}

@Test func aListThatLacksAFingerprintContradictsItAndAnEmptyOneDoesNot() throws {
    let mine = try #require(Fingerprint("aabb"))
    let other = try #require(Fingerprint("ccdd"))
    #expect(mine.agreement(with: [other, mine]) == .same)
    #expect(mine.agreement(with: [other]) == .different)
    #expect(mine.agreement(with: [Fingerprint]()) == .incomparable)
}
