/// Where a ClientHello is cut in two, to see whether a box on the way puts it together again.
public enum HelloCut {
    /// The place of the cut: in the middle of the server name if that stands in `bytes`, else in the middle.
    ///
    /// A box that looks only at the first piece then sees half a name. The answer is at least 1 and less than the
    /// count, unless there are fewer than two bytes: these cannot be cut, and the answer is their count.
    public static func place(in bytes: [UInt8], serverName: String?) -> Int {
        guard bytes.count > 1 else { return bytes.count }
        let name = Array((serverName ?? "").utf8)
        guard name.count > 1, let found = bytes.firstRange(of: name) else { return bytes.count / 2 }
        return found.lowerBound + name.count / 2
    }
}
