import Casework
import ProbeKit

extension [Claim] {
    /// Claims of one code about one way, made one: a gateway that breaks three hosts is one cause, not three.
    ///
    /// The hosts keep their own sentences; counts add up, paths and evidence are collected.
    var mergedByWay: [Claim] {
        var order: [[String]] = []
        var members: [[String]: [Claim]] = [:]
        for claim in self {
            let key = [claim.code.text, claim.paths.first?.via ?? ""]
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(claim)
        }
        return order.compactMap { members[$0].flatMap(Self.merged) }
    }

    private static func merged(_ claims: [Claim]) -> Claim? {
        guard let first = claims.first, claims.count > 1 else { return claims.first }
        let via = first.paths.first?.via ?? PathHandshake.direct
        let way = via == PathHandshake.direct ? "the direct path" : via
        let faults = unique(claims.map(\.fault))
        let fault =
            faults.prefix(shownFaults).joined(separator: "; ") + (faults.count > shownFaults ? "; ..." : "")
        var merged = first
        merged.brief = "\(unique(claims.map(\.hostName)).count.counted("host")) over \(way): \(fault)"
        merged.detail = detail(claims, way: way, fault: fault)
        merged.subject = Subject(.path, way)
        merged.count = claims.reduce(0) { $0 + $1.count }
        merged.extent = extent(claims.map(\.extent))
        merged.paths = unique(claims.flatMap(\.paths))
        merged.evidence = [Citation](claims.compactMap { $0.evidence.first }.prefix(PathGroup.cited))
        merged.against = unique(claims.flatMap(\.against))
        // What weighs as the card says for one host weighs so for all of them.
        let severities = claims.map(\.severity)
        merged.severity = severities.contains(nil) ? nil : severities.compactMap(\.self).max()
        merged.values["host"] = nil
        for (name, figure) in first.values {
            guard case .list = figure else { continue }
            merged.values[name] = .list(unique(claims.flatMap { $0.list(name) }))
        }
        merged.values["hosts"] = .list(unique(claims.compactMap { $0.values["host"] }))
        merged.values["handshakes"] = .count(handshakes(in: claims))
        return merged
    }

    /// How many different faults are named where hosts differ in theirs.
    private static var shownFaults: Int { 3 }

    /// With more hosts than this their shares are told as one; all names stand among the values.
    private static var shownHosts: Int { 6 }
    /// How many of many hosts are named.
    private static var examples: Int { 3 }

    /// The shares of the hosts in one sentence, then what the first host's claim says beyond its own.
    private static func detail(_ claims: [Claim], way: String, fault: String) -> String {
        let hosts = unique(claims.map(\.hostName))
        func share(_ claims: [Claim]) -> String {
            let count = claims.reduce(0) { $0 + $1.count }
            return "\(count.grouped) of \(handshakes(in: claims).grouped)"
        }
        let shares =
            hosts.count > shownHosts
            ? "\(share(claims)) with \(hosts.count.counted("host")), among them "
                + hosts.prefix(examples).joined(separator: ", ")
            : hosts.map { host in "\(share(claims.filter { $0.hostName == host })) with \(host)" }
                .joined(separator: ", ")
        let rest = claims.first?.detail.firstRange(of: ". ").map {
            String(claims[0].detail[$0.upperBound...])
        }
        return "Handshakes over \(way), \(shares): \(fault)."
            + (rest.map { " \($0)" } ?? "")
    }

    /// Standing where it stands for any host, since the earliest proof of the opposite; else all windows.
    private static func extent(_ extents: [Extent]) -> Extent {
        var windows: [TimeWindow] = []
        var since: [Instant?] = []
        var noun = "failed handshake"
        for extent in extents {
            switch extent {
            case .windows(let more, let name):
                windows += more
                noun = name
            case .standing(let start): since.append(start)
            case .unknown, .moments, .since: since.append(nil)
            }
        }
        guard since.isEmpty else {
            return .standing(since: since.contains(nil) ? nil : since.compactMap(\.self).min())
        }
        return .windows(windows.sorted { $0.start < $1.start }, noun: noun)
    }

    private static func handshakes(in claims: [Claim]) -> Int {
        claims.reduce(0) { sum, claim in
            if case .count(let count)? = claim.values["handshakes"] { return sum + count }
            return sum
        }
    }

    private static func unique<Value: Hashable>(_ elements: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return elements.filter { seen.insert($0).inserted }
    }
}

extension Claim {
    /// The brief without its host.
    fileprivate var fault: String {
        brief.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? brief
    }

    fileprivate var hostName: String {
        if case .text(let name)? = values["host"] { name } else { "a host" }
    }

    /// The figures of a list; empty where it has none of that name.
    fileprivate func list(_ name: String) -> [Figure] {
        if case .list(let figures)? = values[name] { figures } else { [] }
    }
}
