/// The scalars of an XML property list by their keys, at any depth; the first of several under one key counts.
struct PropertyListScalars {
    /// The most values that are kept; the files of an enrolment hold fewer than fifty.
    private static let maximumValues = 1000
    /// The longest value that is kept.
    private static let maximumLength = 1024

    private(set) var values: [String: String] = [:]

    /// Reads a plain XML property list.
    ///
    /// Throws: `RecordFault` with what it is instead.
    init(_ bytes: [UInt8]) throws(RecordFault) {
        guard !bytes.starts(with: "bplist".utf8) else {
            throw RecordFault(
                "a binary property list is read by a later version; convert it: plutil -convert xml1 FILE")
        }
        var events = PropertyListEvents(bytes)
        var key: String?
        while let event = try events.next() {
            switch event {
            case .key(let name): key = name
            case .text(let text): keep(text, &key)
            case .flag(let flag): keep(flag ? "true" : "false", &key)
            case .openDictionary, .openArray, .closeDictionary, .closeArray, .data, .other: key = nil
            }
        }
    }

    private mutating func keep(_ value: String, _ key: inout String?) {
        defer { key = nil }
        guard let name = key, values[name] == nil, values.count < Self.maximumValues else { return }
        let isSecret = Redaction.isCredential(parameter: name)
        values[name] =
            isSecret
            ? Redaction.mark
            : Redaction.url(String(decoding: value.utf8.prefix(Self.maximumLength), as: UTF8.self))
    }
}
