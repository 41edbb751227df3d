#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The bytes of an address, as a certificate has them (RFC 5280 section 4.2.1.6).
enum AddressBytes {
    /// Four bytes for IPv4, sixteen for IPv6, absent for a name.
    static func parse(_ text: String) -> [UInt8]? {
        bytes(of: text, family: AF_INET, count: 4) ?? bytes(of: text, family: AF_INET6, count: 16)
    }

    private static func bytes(of text: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe inet_pton(family, text, buffer.baseAddress)
        }
        return result == 1 ? bytes : nil
    }
}
