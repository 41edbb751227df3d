import ForensicsTestKit
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Test data that lies beside the package; tests that need it are skipped where it is not.
enum SharedData {
    static func has(_ name: String) -> Bool { PackageRoot.sharedFile(name) != nil }

    static func data(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: PackageRoot.sharedFile(name) ?? name))
    }

    static func hex(_ name: String) throws -> [UInt8]? {
        Hex.decode(String(decoding: try data(name), as: UTF8.self))
    }
}

/// The values of RFC 8448 sections 3 and 4.
struct RFC8448: Decodable {
    struct PSK: Decodable {
        let earlySecret, binderKeyRes, binderFinishedKey, truncatedClientHelloHash, binder: HexBytes
    }

    let clientPrivate, serverPrivate, clientHello, serverHello, ecdhe, early, derivedHandshake: HexBytes
    let handshake, helloHash, clientHSTraffic, serverHSTraffic, serverHSKey, serverHSIV: HexBytes
    let clientHSKey, clientHSIV, serverFinishedKey, master, clientAppTraffic, serverAppTraffic: HexBytes
    let resumptionMaster, resumptionPSK: HexBytes
    let psk: PSK

    static let file = "rfc8448.json"
    static var isThere: Bool { SharedData.has(file) }
    static func load() throws -> RFC8448 {
        try JSONDecoder().decode(RFC8448.self, from: SharedData.data(file))
    }
}

struct HexBytes: Decodable {
    let bytes: [UInt8]

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        bytes = Hex.decode(text) ?? []
    }
}
