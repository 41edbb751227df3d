import Casework
import OpenFormats

/// Reads a server token in either form: the decrypted JSON, a list of tokens, or the encrypted `.p7m`.
///
/// Of an encrypted one only its outside is read: whether it is one, and whom it was made for.   Source: AE 2.1.
struct ServerTokenFileReader: EvidenceReader {
    private enum Form {
        case unknown
        case json(RecordReader<ServerTokenHandler>)
        case envelope(DocumentBytes)
    }

    private let limits: ReadingLimits
    private var form = Form.unknown
    private var standing: TokenEnvelope.Standing?

    init(limits: ReadingLimits) { self.limits = limits }

    var problems: RecordProblems {
        if case .json(let reader) = form { reader.problems } else { RecordProblems() }
    }

    var records: Int {
        if case .json(let reader) = form { reader.records } else { standing == nil ? 0 : 1 }
    }

    var fault: String? { if case .envelope(let document) = form { document.fault } else { nil } }

    mutating func read(_ chunk: Span<UInt8>) {
        if case .unknown = form { settle(chunk) }
        switch form {
        case .unknown: break
        case .json(var reader):
            form = .unknown  // so that the reader is not copied
            reader.read(chunk)
            form = .json(reader)
        case .envelope(var document):
            form = .unknown
            document.read(chunk)
            form = .envelope(document)
        }
    }

    /// JSON begins with a bracket; an envelope with MIME headers, PEM, Base64 or a sequence.
    private mutating func settle(_ chunk: Span<UInt8>) {
        var index = chunk.count >= 3 && chunk[0] == 0xEF ? 3 : 0
        while index < chunk.count, chunk[index] == 0x20 || (0x09...0x0D).contains(chunk[index]) { index += 1 }
        guard index < chunk.count else { return }
        let head = chunk.text(index..<min(chunk.count, index + 400)).lowercased()
        let isEnvelope =
            chunk[index] == 0x30 && chunk.count > index + 1 && chunk[index + 1] & 0x80 != 0
            || head.contains("pkcs7") || head.hasPrefix("-----begin") || head.hasPrefix("mia")
            || head.hasPrefix("mii")
        form =
            isEnvelope
            ? .envelope(DocumentBytes(limit: limits.documentBytes))
            : .json(
                RecordReader(ServerTokenHandler(), listKeys: ServerTokenHandler.listKeys, limits: limits))
    }

    mutating func finish() {
        switch form {
        case .unknown: break
        case .json(var reader):
            reader.finish()
            form = .json(reader)
        case .envelope(let document):
            if document.fault == nil { standing = Self.standing(of: document.bytes) }
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        if case .json(let reader) = form { reader.deliver(source, index: index, to: &draft) }
        if let standing { draft.envelopes.append(TokenEnvelope(standing, citation: source.citation())) }
    }

    // MARK: The envelope

    private static let envelopedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03]

    /// Walks `ContentInfo { envelopedData, [0] { version, recipients, content } }`.
    static func standing(of file: [UInt8]) -> TokenEnvelope.Standing {
        guard let bytes = decoded(file) else {
            return .unreadable("its body is no Base64")
        }
        guard let whole = BERElement(bytes, at: 0, below: bytes.count), whole.tag == 0x30 else {
            return .unreadable("its \(bytes.count) bytes are no CMS, or were cut off")
        }
        guard let parts = whole.children(in: bytes), parts.count >= 2, parts[0].tag == 0x06 else {
            return .unreadable("its CMS has no content")
        }
        guard Array(bytes[parts[0].content]) == envelopedData else {
            return .unreadable("its CMS holds no enveloped data")
        }
        guard let inner = parts[1].children(in: bytes)?.first, let fields = inner.children(in: bytes),
            let set = fields.first(where: { $0.tag == 0x31 }), let infos = set.children(in: bytes)
        else { return .unreadable("its enveloped data names no recipient") }
        let recipients = infos.compactMap { info -> IssuerAndSerial? in
            guard let id = info.children(in: bytes)?.first(where: { $0.tag == 0x30 }) else { return nil }
            return id.children(in: bytes).flatMap { IssuerAndSerial($0, in: bytes) }
        }
        return recipients.isEmpty
            ? .unreadable("its enveloped data names no recipient by certificate") : .readable(recipients)
    }

    /// The CMS under MIME headers, PEM lines or Base64; `nil` for what is none of these.
    private static func decoded(_ file: [UInt8]) -> [UInt8]? {
        if file.first == 0x30, file.count > 1, file[1] & 0x80 != 0 { return file }
        let lines = String(decoding: file, as: UTF8.self).split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n"
        }
        var body = lines[...]
        if lines.first?.contains(":") == true,
            let blank = lines.firstIndex(where: { $0.allSatisfy(\.isWhitespace) })
        {
            body = lines[(blank + 1)...]
        }
        return Base64.bytes(body.filter { !$0.hasPrefix("-----") }.joined(separator: "\n"))
    }
}
