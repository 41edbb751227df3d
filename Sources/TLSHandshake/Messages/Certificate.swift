/// A chain of certificates, each with its extensions.
///
/// Source: RFC 8446 section 4.4.2.
public struct Certificate: HandshakeBody {
    public static let type = HandshakeType.certificate
    /// The most certificates that are taken from one message; real chains have two to five.
    public static let maximumEntries = 100

    public let context: [UInt8]
    public let entries: [CertificateEntry]

    public init(context: [UInt8] = [], entries: [CertificateEntry]) {
        self.context = context
        self.entries = entries
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        var vector = try reader.readVector(prefix: 1, 0...255, "certificate_request_context")
        context = vector.readRest()
        var list = try reader.readVector(prefix: 3, 0...0xFF_FFFF, "certificate_list")
        var entries: [CertificateEntry] = []
        while !list.isEmpty {
            try list.checkCertificateCount(entries.count)
            entries.append(try CertificateEntry(reading: &list))
        }
        self.entries = entries
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 1, context)
        writer.writeVector(prefix: 3) { list in
            for entry in entries { entry.write(to: &list) }
        }
    }
}

/// One certificate in DER and what came with it.
public struct CertificateEntry: Hashable, Sendable {
    public let der: [UInt8]
    public let extensions: [RawExtension]

    public init(der: [UInt8], extensions: [RawExtension] = []) {
        self.der = der
        self.extensions = extensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        var data = try reader.readVector(prefix: 3, 1...0xFF_FFFF, "cert_data")
        der = data.readRest()
        extensions = try reader.readExtensions("extensions")
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 3, der)
        writer.writeExtensions(extensions)
    }

    /// The stapled OCSP response, as DER.
    public var ocspStaple: [UInt8]? { (try? extensions.decode(CertificateStatus.self))?.response }

    /// The signed certificate timestamps that came beside the certificate.
    public var timestamps: [[UInt8]] {
        (try? extensions.decode(SignedCertificateTimestamps.self))?.timestamps ?? []
    }
}

extension WireReader {
    func checkCertificateCount(_ count: Int) throws(WireError) {
        guard count < Certificate.maximumEntries else {
            throw WireError(
                reading: "certificate_list", offset: offset,
                expected: "at most \(Certificate.maximumEntries) certificates", found: "more",
                alert: .badCertificate)
        }
    }
}
