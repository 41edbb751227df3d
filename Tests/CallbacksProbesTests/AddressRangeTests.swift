import Casework
import Testing

@testable import CallbacksProbes

@Test(arguments: [
    ("17.253.128.0/18", "17.253.128.0", true), ("17.253.128.0/18", "17.253.191.255", true),
    ("17.253.128.0/18", "17.253.127.255", false), ("17.253.128.0/18", "17.253.192.0", false),
    ("17.254.0.0/16", "17.254.10.12:443", true), ("17.254.0.0/16", "::ffff:17.254.1.2", true),
    ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false), ("10.1.2.3", "10.1.2.3", true),
    ("10.1.2.3", "10.1.2.4", false), ("2620:149::/32", "2620:149:a44::7", true),
    ("2620:149::/33", "2620:149:8000::1", false), ("2620:149::/33", "[2620:149:7fff::1]:443", true),
    ("fe80::/10", "fe80::1%en0", true), ("::/0", "::1", true),
    ("1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8", true),
    ("64:ff9b::/96", "64:ff9b::192.0.2.33", true),
])
func anAddressIsInsideItsRange(range: String, address: String, inside: Bool) throws {
    let network = try #require(AddressRange(range))
    #expect(network.contains(try #require(InternetAddress(address))) == inside)
}

@Test(arguments: [
    "", "17.254", "17.254.0.0.1", "256.1.1.1", "1.2.3.+4", "1.2.3.٣", "1.2.3.4 ", "host.example", "::1::2",
    "1:2:3",
    "1:2:3:4:5:6:7:8:9", "12345::", ":::", "[::1", "1::2:3:4:5:6:7:8", "::1.2.3",
    String(repeating: ":", count: 81),
])
func whatIsNoAddressIsRefused(text: String) {
    #expect(InternetAddress(text) == nil)
}

@Test(arguments: [
    "17.254.0.0/33", "17.254.0.0/", "17.254.0.0/-1", "17.254.0.0/16/2", "/16", "::/129",
    "::/99999999999999999999",
])
func whatIsNoRangeIsRefused(text: String) {
    #expect(AddressRange(text) == nil)
}

@Test func privateNetworksAreToldFromPublicOnes() throws {
    for text in ["10.0.0.4", "172.31.255.1", "192.168.1.1", "100.127.0.1", "127.0.0.1", "fd00::1", "::1"] {
        #expect(try #require(InternetAddress(text)).isPrivate, "\(text)")
    }
    for text in ["172.32.0.1", "100.128.0.1", "203.0.113.9", "17.254.0.1", "2001:db8::1"] {
        #expect(try !#require(InternetAddress(text)).isPrivate, "\(text)")
    }
}
