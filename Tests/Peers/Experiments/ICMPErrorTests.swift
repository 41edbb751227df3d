import Testing

@testable import TLSDialer

@Suite struct ICMPErrorTests {
    /// An IPv4 header of 20 bytes for this protocol; addresses and checksum say nothing here.
    private func header(_ number: UInt8) -> [UInt8] {
        [0x45, 0, 0, 60, 0, 0, 0, 0, 1, number] + [UInt8](repeating: 0, count: 10)
    }

    private func timeExceeded(type: UInt8 = 11, quoting number: UInt8 = 6) -> [UInt8] {
        header(1) + [type, 0, 0, 0, 0, 0, 0, 0] + header(number) + [0xC0, 0x01, 0x01, 0xBB, 0, 0, 0, 1]
    }

    @Test func theQuotedPortsAreRead() {
        let error = ICMPError(ipv4: timeExceeded())
        #expect(error?.kind == .timeExceeded)
        #expect(error?.sourcePort == 0xC001)
        #expect(error?.destinationPort == 443)
        #expect(ICMPError(ipv4: timeExceeded(type: 3))?.kind == .unreachable)
    }

    @Test func otherMessagesAreNone() {
        #expect(ICMPError(ipv4: timeExceeded(type: 0)) == nil)
        #expect(ICMPError(ipv4: timeExceeded(quoting: 17)) == nil)
        #expect(ICMPError(ipv4: []) == nil)
    }

    @Test func everyShorterMessageIsNone() {
        let whole = Array(timeExceeded().dropLast(4))
        #expect(ICMPError(ipv4: whole) != nil)
        for count in 0..<whole.count { #expect(ICMPError(ipv4: Array(whole.prefix(count))) == nil) }
        // A header that claims less than it must have, or more than there is.
        for first: UInt8 in [0x40, 0x44, 0x4F, 0x65] {
            #expect(ICMPError(ipv4: [first] + whole.dropFirst().prefix(40)) == nil)
        }
    }

    @Test func theSixthVersionIsReadToo() {
        let inner: [UInt8] = [0x60, 0, 0, 0, 0, 20, 6, 1] + [UInt8](repeating: 0, count: 32)
        let message: [UInt8] = [3, 0, 0, 0, 0, 0, 0, 0] + inner + [0xC0, 0x01, 0x01, 0xBB]
        let error = ICMPError(ipv6: message)
        #expect(error?.kind == .timeExceeded)
        #expect(error?.sourcePort == 0xC001)
        #expect(error?.destinationPort == 443)
        for count in 0..<message.count { #expect(ICMPError(ipv6: Array(message.prefix(count))) == nil) }
    }

    @Test func theRouterIsReadFromTheErrorQueue() {
        let start = [UInt8](repeating: 0, count: MemoryLayout<Int>.size + 8)
        let error: [UInt8] = [113, 0, 0, 0, 2, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let control = start + error + [2, 0, 0, 0, 192, 0, 2, 7] + [UInt8](repeating: 0, count: 8)
        #expect(RouterAddress.router(isV6: false, in: control) == "192.0.2.7")
        #expect(RouterAddress.router(isV6: true, in: control) == nil)
        for count in 0..<(start.count + error.count + 8) {
            #expect(RouterAddress.router(isV6: false, in: Array(control.prefix(count))) == nil)
        }
    }
}
