internal import Crypto

/// The JA3 fingerprint of a ClientHello.
///
/// MD5 over `version,suites,extensions,groups,point formats`, decimal, in wire order, without GREASE.
/// Source: salesforce/ja3.
public struct JA3: Hashable, Sendable {
    /// What is hashed.
    public let text: String

    public init(_ hello: ClientHello) {
        let suites = hello.cipherSuites.filter { !$0.isGREASE }.map(\.rawValue)
        let extensions = hello.extensions.map(\.type).filter { !$0.isGREASE }.map(\.rawValue)
        let groups = hello.groups.filter { !$0.isGREASE }.map(\.rawValue)
        let formats = (try? hello.extensions.decode(ECPointFormats.self))?.formats ?? []
        text = [
            "\(hello.legacyVersion.rawValue)", suites.dashed, extensions.dashed, groups.dashed,
            formats.map(UInt16.init).dashed,
        ].joined(separator: ",")
    }

    /// 32 lowercase hex digits.
    public var digest: String { Hex.encode(Array(Insecure.MD5.hash(data: Array(text.utf8)))) }
}

/// The JA3S fingerprint of a ServerHello.
///
/// MD5 over `version,suite,extensions`, decimal, in wire order. Source: salesforce/ja3.
public struct JA3S: Hashable, Sendable {
    /// What is hashed.
    public let text: String

    public init(_ hello: ServerHello) {
        let extensions = hello.extensions.map(\.type.rawValue)
        text = "\(hello.legacyVersion.rawValue),\(hello.cipherSuite.rawValue),\(extensions.dashed)"
    }

    /// 32 lowercase hex digits.
    public var digest: String { Hex.encode(Array(Insecure.MD5.hash(data: Array(text.utf8)))) }
}

extension [UInt16] {
    fileprivate var dashed: String { map { "\($0)" }.joined(separator: "-") }
}
