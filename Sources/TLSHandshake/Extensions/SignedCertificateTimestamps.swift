/// Signed certificate timestamps, each as its own bytes.
///
/// Source: RFC 6962 section 3.3.
public struct SignedCertificateTimestamps: HelloExtension {
    public static let type = ExtensionType.signedCertificateTimestamp

    public let timestamps: [[UInt8]]

    public init(_ timestamps: [[UInt8]]) { self.timestamps = timestamps }

    public init(reading reader: inout WireReader) throws(WireError) {
        var list = try reader.readVector(prefix: 2, 1...0xFFFF, "SignedCertificateTimestampList")
        var timestamps: [[UInt8]] = []
        while !list.isEmpty {
            var timestamp = try list.readVector(prefix: 2, 1...0xFFFF, "SerializedSCT")
            timestamps.append(timestamp.readRest())
        }
        self.timestamps = timestamps
    }

    public func write(to writer: inout WireWriter) {
        writer.writeVector(prefix: 2) { list in
            for timestamp in timestamps { list.writeVector(prefix: 2, timestamp) }
        }
    }
}
