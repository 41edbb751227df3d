/// The chain of a server that speaks TLS 1.2 or lower, in the clear.
///
/// Source: RFC 5246 section 7.4.2.
public struct LegacyCertificate: HandshakeBody {
    public static let type = HandshakeType.certificate

    public let certificates: [[UInt8]]

    public init(certificates: [[UInt8]]) { self.certificates = certificates }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 3, 0...0xFF_FFFF, "certificate_list")
        var certificates: [[UInt8]] = []
        while !list.isEmpty {
            try list.checkCertificateCount(certificates.count)
            var certificate = try list.readVector(prefix: 3, 1...0xFF_FFFF, "ASN.1Cert")
            certificates.append(certificate.readRest())
        }
        self.certificates = certificates
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 3) { list in
            for certificate in certificates { list.writeVector(prefix: 3, certificate) }
        }
    }
}

/// A stapled OCSP response of TLS 1.2 as a message of its own.
///
/// Source: RFC 6066 section 8.
public struct LegacyCertificateStatus: HandshakeBody {
    public static let type = HandshakeType.certificateStatus

    public let status: CertificateStatus

    public init(status: CertificateStatus) { self.status = status }

    public init(reading reader: inout WireReader) throws(WireError) {
        status = try CertificateStatus(reading: &reader)
    }

    public func write(to writer: inout WireWriter) { status.write(to: &writer) }
}

/// The server's key of an ECDHE suite of TLS 1.2; only the curve matters here.
///
/// Source: RFC 8422 section 5.4.
public struct ECDHEServerKeyExchange: HandshakeBody {
    public static let type = HandshakeType.serverKeyExchange
    private static let namedCurve: UInt8 = 3

    public let group: NamedGroup
    /// The public key, the scheme and the signature, not taken apart.
    public let rest: [UInt8]

    public init(group: NamedGroup, rest: [UInt8]) {
        self.group = group
        self.rest = rest
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        let start = reader.offset
        let kind = try reader.readUInt8("curve_type")
        guard kind == Self.namedCurve else {
            throw WireError(
                reading: "curve_type", offset: start, expected: "named_curve (3)", found: "\(kind)")
        }
        group = NamedGroup(rawValue: try reader.readUInt16("namedcurve"))
        rest = reader.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(Self.namedCurve)
        writer.write(group)
        writer.write(rest)
    }
}

/// A TLS 1.2 server's wish for a certificate of the client.
///
/// Source: RFC 5246 section 7.4.4.
public struct LegacyCertificateRequest: HandshakeBody {
    public static let type = HandshakeType.certificateRequest

    public let certificateTypes: [UInt8]
    public let signatureSchemes: [SignatureScheme]
    /// Distinguished names in DER; the list may be empty.
    public let authorities: [[UInt8]]

    public init(certificateTypes: [UInt8], signatureSchemes: [SignatureScheme], authorities: [[UInt8]]) {
        self.certificateTypes = certificateTypes
        self.signatureSchemes = signatureSchemes
        self.authorities = authorities
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        var types = try reader.readVector(prefix: 1, 1...255, "certificate_types")
        certificateTypes = types.readRest()
        signatureSchemes = try reader.readCodePoints(prefix: 2, 2...0xFFFE, "supported_signature_algorithms")
        var list = try reader.readVector(prefix: 2, 0...0xFFFF, "certificate_authorities")
        var names: [[UInt8]] = []
        while !list.isEmpty {
            var name = try list.readVector(prefix: 2, 1...0xFFFF, "DistinguishedName")
            names.append(name.readRest())
        }
        authorities = names
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 1, certificateTypes)
        writer.writeCodePoints(prefix: 2, signatureSchemes)
        writer.writeVector(prefix: 2) { list in
            for name in authorities { list.writeVector(prefix: 2, name) }
        }
    }
}

/// The end of the first flight of a server that speaks TLS 1.2 or lower.
///
/// Source: RFC 5246 section 7.4.5.
public struct ServerHelloDone: HandshakeBody {
    public static let type = HandshakeType.serverHelloDone

    public init() {}
    public init(reading reader: inout WireReader) throws(WireError) {}
    public func write(to writer: inout WireWriter) {}
}
