import ArgumentParser
import TLSDialer
import TLSHandshake

/// What a `path` call measures: hosts, ways and trials, all checked before the first packet goes out.
struct PathPlan {
    let hosts: [Endpoint]
    let ways: [Way]
    let storedBaseline: StoredBaseline?
    let options: DialOptions
    let trials: TrialPlan
}

extension PathPlan {
    /// Hosts that are measured side by side.
    static let hostsAtATime = 8

    /// Pieces of work that the progress bar counts.
    var steps: Int {
        let perWay = [trials.ladder, trials.resumption, trials.offersKey, trials.reflector != nil].count {
            $0
        }
        let located = trials.locate ? ways.count { $0.route == .direct } : 0
        return hosts.count * (trials.repetitions + perWay * ways.count + located)
    }

    /// Puts the handshakes of an earlier call in front of what was measured now.
    func withStoredBaseline(_ surveyed: [SurveyedWay], of host: Endpoint) -> [SurveyedWay] {
        let stored = storedBaseline?.handshakes(with: host.host) ?? []
        guard !stored.isEmpty else { return surveyed }
        let baseline = SurveyedWay(
            name: StoredBaseline.name, via: stored.first?.via, isBaseline: true,
            attempts: stored.map { Attempt(transcript: $0) })
        return [baseline] + surveyed
    }

    /// The baseline first, then each `--via` in the order given; without either, the direct way.
    ///
    /// Throws: a `ValidationError` for what cannot be read or does not fit together.
    static func ways(_ asked: WayOptions) throws -> (ways: [Way], stored: StoredBaseline?) {
        let password = try asked.proxyPassword.map(Self.password)
        var ways: [Way] = []
        var stored: StoredBaseline?
        switch asked.baseline {
        case nil: break
        case "direct": ways.append(Way(name: "direct", route: .direct, isBaseline: true))
        case let url? where url.contains("://"):
            let route = try WayOptions.route(url, password: password, option: "--baseline")
            ways.append(Way(name: "baseline", route: route, isBaseline: true))
        case let file?: stored = try StoredBaseline(file: file)
        }
        for url in asked.via {
            let route = try WayOptions.route(url, password: password, option: "--via")
            ways.append(Way(name: route.via ?? url, route: route, isBaseline: false))
        }
        // A baseline needs something to be compared: what it is compared with goes straight.
        if asked.via.isEmpty, !ways.contains(where: { $0.name == "direct" }) {
            ways.append(Way(name: "direct", route: .direct, isBaseline: false))
        }
        return (ways, stored)
    }
}

extension PathPlan {
    private static func password(_ reference: String) throws -> String {
        do {
            let bytes = try SecretReference(reference).load()
            // A file or a pipe ends with a line feed that is no part of the password.
            return String(
                decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
        } catch {
            throw ValidationError("--proxy-password: \(error)")
        }
    }
}

extension WayOptions {
    static func route(_ url: String, password: String?, option: String) throws -> Route {
        do {
            return try Route(url: url, password: password)
        } catch {
            throw ValidationError("\(option): \(error)")
        }
    }
}
