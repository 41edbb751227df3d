/// Takes credentials out of HTTP exchanges before they become facts.
enum Redaction {
    static let mark = "REDACTED"

    /// Headers that carry a credential and nothing that a rule asks for.
    static func isCredential(header name: String) -> Bool {
        let exact = [
            "authorization", "proxy-authorization", "cookie", "set-cookie", "x-adm-auth-session", "x-api-key",
            "x-auth-token", "x-csrf-token", "apikey", "api-key", "token", "x-authorization",
        ]
        if exact.contains(name) { return true }
        return name.hasSuffix("-token") || name.hasSuffix("-secret") || name.hasSuffix("-api-key")
    }

    /// Names of query parameters and members whose value is a credential.
    static func isCredential(parameter name: some StringProtocol) -> Bool {
        let folded = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
        let exact = [
            "token", "key", "apikey", "secret", "password", "passwd", "code", "assertion", "clientassertion",
            "sig",
            "signature", "session", "jwt", "bearer", "auth", "authorization",
        ]
        if exact.contains(folded) { return true }
        return folded.hasSuffix("token") || folded.hasSuffix("secret") || folded.hasSuffix("apikey")
            || folded.hasSuffix("password")
    }

    /// A URL whose user info and credential parameters are marked, and whose fragment is gone.
    static func url(_ url: String) -> String {
        let whole = url.prefix { $0 != "#" }
        let parts = whole.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var result = withoutUser(String(parts.first ?? ""))
        if parts.count == 2 { result += "?" + query(parts[1]) }
        return result
    }

    private static func withoutUser(_ text: String) -> String {
        guard let scheme = text.firstRange(of: "://") else { return text }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return text[..<scheme.upperBound] + mark + rest[at...]
    }

    /// `a=b&token=c` with the values of credentials marked.
    static func query(_ query: some StringProtocol) -> String {
        query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            guard let equals = pair.firstIndex(of: "=") else { return String(pair) }
            let name = pair[..<equals]
            return isCredential(parameter: name) ? "\(name)=\(mark)" : String(pair)
        }.joined(separator: "&")
    }

    /// A body whose credentials are marked: forms and JSON texts under a credential's name.
    static func body(_ text: String, isForm: Bool) -> String {
        isForm ? query(text) : json(text)
    }

    /// Marks the text that follows a credential's name in JSON, also in JSON that was cut short.
    private static func json(_ text: String) -> String {
        guard text.contains("\"") else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        var isSecret = false
        while index < bytes.count {
            guard bytes[index] == 0x22 else {
                if bytes[index] == 0x2C || bytes[index] == 0x7B || bytes[index] == 0x5B { isSecret = false }
                result.append(bytes[index])
                index += 1
                continue
            }
            let end = endOfString(bytes, index)
            let content = String(decoding: bytes[(index + 1)..<max(index + 1, end)], as: UTF8.self)
            let isKey = follows(0x3A, bytes, end + 1)
            if isKey {
                isSecret = isCredential(parameter: content) && !["code", "key", "session"].contains(content)
                result.append(contentsOf: bytes[index..<min(bytes.count, end + 1)])
            } else if isSecret {
                result.append(contentsOf: "\"\(mark)\"".utf8)
                isSecret = false
            } else {
                result.append(contentsOf: bytes[index..<min(bytes.count, end + 1)])
            }
            index = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The offset of the quotation mark that ends the string which begins at an offset, or the count.
    private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != 0x22 { index += bytes[index] == 0x5C ? 2 : 1 }
        return min(index, bytes.count)
    }

    private static func follows(_ byte: UInt8, _ bytes: [UInt8], _ start: Int) -> Bool {
        var index = start
        while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
        return index < bytes.count && bytes[index] == byte
    }
}
