extension JSONRecords {
    /// Tells what holds the records of a stream from its first bytes; nil where more of them are needed.
    ///
    /// `isWhole` says that the stream ends with these bytes.
    public static func container(
        of head: Span<UInt8>, listKeys: [String] = usualListKeys, isWhole: Bool = false
    ) -> Container? {
        let keys = listKeys.map { $0.split(separator: ".").map { Array($0.utf8) } }
        if let told = ContainerSniffer.container(of: head, listKeys: keys) { return told }
        if isWhole {
            // A last line without an end is a line.
            let closed = head.array(0..<head.count) + [0x0A]
            return ContainerSniffer.container(of: closed.span, listKeys: keys) ?? .nested
        }
        return head.count > sniffedBytes ? .nested : nil
    }
}
