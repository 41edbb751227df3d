/// A client's wish for a stapled OCSP response, for any responder.
///
/// Source: RFC 6066 section 8.
public struct CertificateStatusRequest: HelloExtension {
    public static let type = ExtensionType.statusRequest
    static let ocsp: UInt8 = 1

    public let responderIDs: [UInt8]
    public let requestExtensions: [UInt8]

    public init(responderIDs: [UInt8] = [], requestExtensions: [UInt8] = []) {
        self.responderIDs = responderIDs
        self.requestExtensions = requestExtensions
    }

    public init(reading reader: inout WireReader) throws(WireError) {
        try reader.readOCSPStatusType()
        var identifiers = try reader.readVector(prefix: 2, 0...0xFFFF, "responder_id_list")
        responderIDs = identifiers.readRest()
        var extensions = try reader.readVector(prefix: 2, 0...0xFFFF, "request_extensions")
        requestExtensions = extensions.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(Self.ocsp)
        writer.writeVector(prefix: 2, responderIDs)
        writer.writeVector(prefix: 2, requestExtensions)
    }
}

/// A stapled OCSP response, as DER.
///
/// It stands in a certificate's extensions in TLS 1.3 and is a message of its own in TLS 1.2.
/// Source: RFC 6066 section 8; RFC 8446 section 4.4.2.1.
public struct CertificateStatus: HelloExtension {
    public static let type = ExtensionType.statusRequest

    public let response: [UInt8]

    public init(response: [UInt8]) { self.response = response }

    public init(reading reader: inout WireReader) throws(WireError) {
        try reader.readOCSPStatusType()
        var vector = try reader.readVector(prefix: 3, 1...0xFF_FFFF, "OCSPResponse")
        response = vector.readRest()
    }

    public func write(to writer: inout WireWriter) {
        writer.write(CertificateStatusRequest.ocsp)
        writer.writeVector(prefix: 3, response)
    }
}

extension WireReader {
    fileprivate mutating func readOCSPStatusType() throws(WireError) {
        let start = offset
        let kind = try readUInt8("status_type")
        guard kind == CertificateStatusRequest.ocsp else {
            throw WireError(reading: "status_type", offset: start, expected: "ocsp (1)", found: "\(kind)")
        }
    }
}
