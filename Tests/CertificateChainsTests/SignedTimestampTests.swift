import Testing

@testable import CertificateChains

@Suite struct SignedTimestampTests {
    static func timestamp(log: UInt8, extensions: Int = 0, signature: Int = 8) -> [UInt8] {
        [0] + Array(repeating: log, count: 32) + [0, 0, 1, 0x9A, 0, 0, 0, 1]
            + [UInt8(extensions >> 8), UInt8(extensions & 255)] + Array(repeating: 9, count: extensions)
            + [4, 3, UInt8(signature >> 8), UInt8(signature & 255)] + Array(repeating: 7, count: signature)
    }

    static func list(_ entries: [[UInt8]]) -> [UInt8] {
        let body = entries.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 255)] + $0 }
        return [UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }

    @Test func fieldsAreRead() throws {
        let timestamp = try #require(SignedTimestamp(Self.timestamp(log: 0xAB, extensions: 3)))
        #expect(timestamp.version == 0)
        #expect(timestamp.logID == String(repeating: "ab", count: 32))
        #expect(timestamp.milliseconds == 0x19A_0000_0001)
    }

    @Test func everyCutIsRefused() {
        let whole = Self.timestamp(log: 1)
        for count in 0..<whole.count { #expect(SignedTimestamp(whole.prefix(count)) == nil) }
        #expect(SignedTimestamp(whole + [0]) == nil)
        let list = Self.list([whole, whole])
        for count in 0..<list.count { #expect(SignedTimestamp.list(list.prefix(count)) == nil) }
    }

    @Test func otherVersionsCountForNoLog() throws {
        let list = Self.list([
            [7, 1, 2], Self.timestamp(log: 1), Self.timestamp(log: 2), Self.timestamp(log: 1),
        ])
        let timestamps = try #require(SignedTimestamp.list(list[...]))
        #expect(timestamps.count == 4)
        #expect(SignedTimestamp.logs(of: timestamps).map { $0.prefix(2) } == ["01", "02"])
    }

    @Test func aRealCertificateHasItsTimestamps() {
        let facts = CertificateFacts(der: RealAppleChains.smootLeaf)
        #expect(facts.scts >= 2)
        #expect(SignedTimestamp.logs(of: facts.timestamps).count == facts.scts)
        #expect(facts.appleMarkers["86"] == .null)
        #expect(CertificateFacts(der: RealAppleChains.gsaLeaf).scts == 0)
    }

    @Test func anEmptyListIsNoTimestamp() {
        #expect(SignedTimestamp.list([0, 0]) == [])
        #expect(SignedTimestamp.list([0, 2, 0, 0]) == nil)
    }
}
