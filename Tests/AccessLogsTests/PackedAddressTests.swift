import Casework
import ForensicsTestKit
import Testing

@testable import AccessLogs

/// Addresses read from bytes are those that are read from texts.
struct PackedAddressTests {
    private static func packed(_ text: String) -> PackedAddress? {
        let bytes = Array(text.utf8)
        return PackedAddress(bytes.span, 0..<bytes.count)
    }

    @Test(arguments: [
        "1.2.3.4", "255.255.255.255", "0.0.0.0", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.", ".1.2.3",
        "1..2.3",
        "1.2.3.4:443", "001.2.3.4", "0001.2.3.4", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9", "1::8", "1:2::7:8", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::1::", ":::", ":1",
        "1:",
        "[::1]:443", "[2001:db8::1]", "[::1", "fe80::1%en0", "::ffff:10.0.0.1", "::1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", "2001:DB8:0:0:8:800:200C:417A", "12345::", "g::1", "", "host.example", "a.b",
        "::ffff:0:1.2.3.4",
    ])
    func textsAndBytesAgree(_ text: String) {
        #expect(Self.packed(text) == InternetAddress(text).map { PackedAddress($0) }, "\(text)")
    }

    @Test func randomAddressesAgree() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...9, using: &generator)
            var parts = (0..<count).map { _ in
                String(UInt16.random(in: 0...UInt16.max, using: &generator), radix: 16)
            }
            if Bool.random(using: &generator) { parts[Int.random(in: 0..<count, using: &generator)] = "" }
            let text = parts.joined(separator: ":")
            #expect(Self.packed(text) == InternetAddress(text).map { PackedAddress($0) }, "\(text)")
        }
    }

    @Test func rangesAgree() {
        let ranges = [
            "17.253.128.0/18", "10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/33", "::1", "1.2.3.4/31",
        ]
        let addresses = [
            "17.253.130.1", "17.253.200.1", "10.1.1.1", "2001:db8:8000::1", "2001:db8::1", "::1", "1.2.3.5",
        ]
        for range in ranges.compactMap({ AddressRange($0) }) {
            for address in addresses.compactMap({ InternetAddress($0) }) {
                #expect(PackedRange(range).contains(PackedAddress(address)) == range.contains(address))
            }
        }
    }
}
