#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a reflector says to a GET over the connection that it recorded.
public struct ReflectionAnswer: Codable, Hashable, Sendable {
    /// The only form there is.
    public static let currentSchema = "abm-forensics/reflection/1"

    public var schema: String?
    /// The connection over which the question came.
    public var record: HandshakeTranscript.Reflection?
    /// Others of the last minute, newest first: those that bear a nonce that was asked for, then those from
    /// the same address.
    public var earlier: [HandshakeTranscript.Reflection]?

    public init(record: HandshakeTranscript.Reflection?, earlier: [HandshakeTranscript.Reflection]) {
        schema = Self.currentSchema
        self.record = record
        self.earlier = earlier
    }

    /// Reads the body of an answer; absent if it is no answer of a reflector.
    public init?(json: [UInt8]) {
        guard let answer = try? JSONDecoder().decode(ReflectionAnswer.self, from: Data(json)),
            answer.schema == Self.currentSchema
        else { return nil }
        self = answer
    }

    /// Every record that was told.
    public var records: [HandshakeTranscript.Reflection] { (record.map { [$0] } ?? []) + (earlier ?? []) }

    /// What a reflection proves, in one sentence for a report.
    public static let proves =
        "A reflection shows what arrived at the reflector in this host's name. Gateways choose by name and "
        + "by address, so it speaks for this name on its way to this address; on the way to the host's own "
        + "addresses a gateway may do something else."
}
