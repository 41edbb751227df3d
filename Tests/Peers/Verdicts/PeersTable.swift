import Foundation
import TLSHandshake

/// The rows that `make peers` prints: one line of tab-separated cells for each gateway.
enum PeersTable {
    /// Where the rows go, absent in an ordinary test run.
    static let path = ProcessInfo.processInfo.environment["PEERS_TABLE"]

    static func add(_ gateway: Gateway, _ survey: GatewaySurvey, isExpected: Bool) {
        let seen = survey.seen
        let issuer = seen.certificates?.first?.issuer.map(commonName) ?? "-"
        let client =
            [seen.outcome == .completed ? seen.version ?? "-" : seen.outcome.rawValue]
            + [seen.alpn ?? "no ALPN", issuer]
        let sni = survey.arrived.map { $0.sni ?? "no SNI" } ?? "-"
        add([
            gateway.name, seen.outcome == .completed ? client.joined(separator: ", ") : client[0], sni,
            survey.arrived?.ja4 ?? "-", survey.codes.isEmpty ? "none" : survey.codes.joined(separator: " "),
            survey.causes.isEmpty ? "-" : survey.causes.joined(separator: " "), isExpected ? "yes" : "NO",
            "\(Int(survey.took / .milliseconds(1))) ms",
        ])
    }

    static func addAbsent(_ gateway: Gateway) {
        add([gateway.name, "skipped: needs \(gateway.missing.joined(separator: ", "))"])
    }

    private static func add(_ cells: [String]) {
        guard let path else { return }
        let file = URL(filePath: path)
        let before = (try? Data(contentsOf: file)) ?? Data()
        try? (before + Data((cells.joined(separator: "\t") + "\n").utf8)).write(to: file)
    }

    private static func commonName(_ name: String) -> String {
        let parts = name.split(separator: ",").map { $0.drop { $0 == " " } }
        return parts.first { $0.hasPrefix("CN=") }.map { String($0.dropFirst(3)) } ?? name
    }
}
