/// The content of an extension that this module can read and write.
public protocol HelloExtension: Hashable, Sendable {
    static var type: ExtensionType { get }
    init(reading reader: inout WireReader) throws(WireError)
    func write(to writer: inout WireWriter)
}

extension HelloExtension {
    /// The extension as it stands in a list of extensions.
    public var raw: RawExtension {
        var writer = WireWriter()
        write(to: &writer)
        return RawExtension(type: Self.type, data: writer.bytes)
    }
}
