#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension ProxyCredentials {
    /// The shortest beginning of a secret that is masked where an answer was cut off in its middle.
    private static let shortestBeginning = 4

    /// An answer with asterisks where it repeats the password or the credentials of the scheme Basic.
    ///
    /// A peer that is no proxy may send back what it was sent, and error pages quote requests: what is kept of
    /// an answer must not bring the secret into a transcript.
    func masked(_ answer: [UInt8]) -> [UInt8] {
        let pair = Data("\(user):\(password)".utf8)
        let secrets = [Array(pair.base64EncodedString().utf8), Array(password.utf8)]
        return secrets.filter { !$0.isEmpty }.reduce(answer) { Self.mask($1, in: $0) }
    }

    func masked(_ text: String) -> String { String(decoding: masked(Array(text.utf8)), as: UTF8.self) }

    private static func mask(_ secret: [UInt8], in answer: [UInt8]) -> [UInt8] {
        let star = UInt8(ascii: "*")
        var masked = answer
        for range in answer.ranges(of: secret).map({ $0 }) {
            for index in range { masked[index] = star }
        }
        // What was cut off may end with the secret's beginning.
        let lengths = (shortestBeginning..<max(shortestBeginning, min(secret.count, answer.count + 1)))
            .reversed()
        guard let length = lengths.first(where: { masked.suffix($0).elementsEqual(secret.prefix($0)) }) else {
            return masked
        }
        for index in masked.indices.suffix(length) { masked[index] = star }
        return masked
    }
}
