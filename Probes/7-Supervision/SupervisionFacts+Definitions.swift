import CaseReading
import Casework

extension SupervisionFacts {
    /// The type under which a device takes an enrolment profile.
    ///
    /// Source: AE 2.4.
    static let profileType = "application/x-apple-aspen-config"

    /// Takes the profiles that the MDM defined at Apple's service, and those that it serves.
    mutating func takeDefinitions(of evidence: CaseEvidence) {
        adeProfiles = evidence.ade.profiles
        profileDefects = evidence.profileDefects
        soundProfiles = evidence.profiles.count
        let hosts = Set(adeProfiles.compactMap(\.host))
        served = evidence.exchanges.compactMap { Self.served($0, hosts) }
    }

    /// An enrolment profile in an answer to a device; `nil` for every other exchange.
    private static func served(_ exchange: HTTPExchange, _ hosts: Set<String>) -> ServedProfile? {
        guard exchange.status == 200, let body = exchange.responseBody, body.contains("PayloadContent"),
            body.contains("com.apple.mdm"), !exchange.host.hasSuffix(".apple.com")
        else { return nil }
        let agent = exchange.requestHeaders.first { $0.name == "user-agent" }?.value ?? ""
        // An administrator may download the profile under any type; a device may not.
        guard hosts.contains(exchange.host) || agent.contains("CFNetwork") || agent.contains("mdmclient")
        else {
            return nil
        }
        let type = exchange.response("content-type")?.lowercased().prefix { $0 != ";" }
        let bare = type.map { String($0.filter { !$0.isWhitespace }) }
        return ServedProfile(host: exchange.host, type: bare, citation: exchange.citation)
    }

    /// Takes what service and MDM say of how a device came to be enrolled and whether it is supervised.
    mutating func takeADE(_ device: Fleet.Device) {
        guard device.mdm?.enrolled == true, Self.cameByADE(device) else { return }
        outcomes.viaADE.insert(device.ordinal)
        guard let supervised = device.mdm?.supervised else { return }
        outcomes.adeTold += 1
        guard !supervised else { return }
        outcomes.adeUnsupervised.insert(device.ordinal)
        if outcomes.adeExamples.count < 3, let citation = device.mdm?.citation {
            outcomes.adeExamples.append(citation)
        }
    }

    /// Evidence of automated enrolment besides the flag in question.
    private static func cameByADE(_ device: Fleet.Device) -> Bool {
        if let said = device.mdm?.isViaADE { return said }
        guard device.ade?.profileStatus == "pushed", let pushed = device.ade?.pushedAt,
            let enrolled = device.mdm?.enrolledAt
        else { return false }
        return enrolled >= pushed
    }
}
