import Casework
import Testing

struct NameTests {
    @Test(arguments: [
        "SHA256:AA:BB:CC", "sha256:aabbcc", "SHA-256: aa bb cc", "SHA256 Fingerprint=AA:BB:CC", "AA-BB-CC",
        " aabbcc\n",
        " SHA256:aabbcc",
    ])
    func fingerprintsAreComparedAsBytes(_ text: String) {
        #expect(Fingerprint(text) == Fingerprint("aabbcc"))
        #expect(Fingerprint(text)?.description == "SHA256:aabbcc")
    }

    @Test(arguments: ["", " ", ":::", "SHA256:", "sha256: : "])
    func nothingIsNoFingerprint(_ text: String) {
        #expect(Fingerprint(text) == nil)
    }

    @Test func whatIsNoHexSurvivesInAFingerprint() {
        #expect(Fingerprint("SHA256:Unknown")?.hex == "unknown")
        #expect(Fingerprint("aabbcd") != Fingerprint("aabbcc"))
    }

    @Test(arguments: [
        ("line 118", "tenant/audit.ndjson:118"), ("element 3", "tenant/audit.ndjson element 3"),
        ("line ", "tenant/audit.ndjson:"), (nil, "tenant/audit.ndjson"),
    ])
    func aCitationIsClickable(_ locator: String?, _ expected: String) {
        #expect(Citation(file: "tenant/audit.ndjson", locator: locator).short == expected)
    }

    @Test func everyThresholdIsOverriddenByItsName() {
        #expect(Set(Thresholds.names.map(\.name)).count == Thresholds.names.count)
        for (name, path) in Thresholds.names {
            var thresholds = Thresholds()
            let usual = thresholds[keyPath: path]
            let isKnown = thresholds.override(name, with: usual + 1)
            #expect(isKnown)
            #expect(thresholds[keyPath: path] == usual + 1, "\(name)")
            thresholds[keyPath: path] = usual
            #expect(thresholds == Thresholds(), "\(name) changes another threshold too")
        }
    }

    @Test func everyThresholdHasAName() {
        let properties = Mirror(reflecting: Thresholds()).children.compactMap(\.label)
        #expect(Set(properties) == Set(Thresholds.names.map(\.name)))
    }

    @Test func anUnknownThresholdIsRefused() {
        var thresholds = Thresholds()
        let isKnown = thresholds.override("graceminutes", with: 1)
        #expect(!isKnown)
        #expect(thresholds == Thresholds())
    }

    @Test(arguments: [
        ("mdmenrollment.apple.com", HostRole.adeService), ("MDMEnrollment.Apple.com", .adeService),
        ("iprofiles.apple.com", .cloudConfig), ("1-courier.push.apple.com", .apns),
        ("push.apple.com.evil.test", .other),
        ("xpush.apple.com", .other), ("time.apple.com", .time), ("ocsp2.apple.com", .revocation),
        ("", .other),
    ])
    func aHostHasItsRole(_ host: String, _ role: HostRole) {
        #expect(HostRole(host: host) == role)
    }

    @Test func suppliesReadAsWords() {
        #expect(Supply(.devices, .mdm).description == "devices of the mdm")
        #expect(Supply(.audit).description == "audit")
        #expect(Set(EvidenceKind.readable).count == EvidenceKind.readable.count)
    }
}
