/// One name of a subject alternative name that a TLS client may compare with the host it wanted.
///
/// Source: RFC 5280 section 4.2.1.6; other kinds (mail, URI, directory names) never name a host.
package enum SubjectName: Sendable, Hashable, CustomStringConvertible {
    /// A DNS name as encoded, with its case and a leading `*.` if it has one.
    case dns(String)
    /// An address: 4 or 16 octets in a sound certificate, any number in a broken one.
    case ip([UInt8])

    package var description: String {
        switch self {
        case .dns(let name): name
        case .ip(let octets): IPAddress(octets: octets)?.description ?? "#" + Fingerprint.hex(octets)
        }
    }
}
