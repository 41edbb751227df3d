import Casework
import Reporting
import TLSDialer
import TLSHandshake

/// Measures the hosts that enrolment needs, over every way, several at a time.
struct AppleHostSurvey: Sendable {
    let hosts: [AppleHost]
    let ways: [Way]
    let options: DialOptions
    let dialer: Dialer

    /// Enough that the whole list takes as long as a few hosts, and too few for a gateway to call it a scan.
    private static let concurrency = 8
    /// A time server that lives answers at once.
    private static let datagramWait: Duration = .seconds(3)

    private struct Question: Sendable {
        let host: Int
        let way: Int
    }

    /// Shape: for each way its transcripts in the order of the hosts; nil where the way cannot carry a service.
    func run(_ progress: ProgressBar) async -> [[HandshakeTranscript?]] {
        let questions = hosts.indices.flatMap { host in
            ways.indices.map { Question(host: host, way: $0) }
        }
        var grid = ways.map { _ in [HandshakeTranscript?](repeating: nil, count: hosts.count) }
        await withTaskGroup(of: (Question, HandshakeTranscript?).self) { group in
            var waiting = questions.makeIterator()
            func startNext() {
                guard let question = waiting.next() else { return }
                group.addTask { (question, await ask(question)) }
            }
            for _ in 0..<Self.concurrency { startNext() }
            while let (question, transcript) = await group.next() {
                // What was cut off says nothing of the path.
                guard !Task.isCancelled else { continue }
                grid[question.way][question.host] = transcript
                progress.advance(hosts[question.host].name)
                startNext()
            }
        }
        return grid
    }

    private func ask(_ question: Question) async -> HandshakeTranscript? {
        let host = hosts[question.host]
        let route = ways[question.way].route
        var options = options
        options.hostRole = host.role.rawValue
        switch host.service {
        case .tls:
            let target = DialTarget(host: host.name, port: host.port)
            return await dialer.dial(target, route: route, options: options)
        case .http:
            guard case .direct = route else { return nil }
            return await dialer.askHTTP(host.name, port: host.port, options: options)
        case .ntp:
            // UDP passes no proxy.
            guard case .direct = route else { return nil }
            options.timeout = min(options.timeout, Self.datagramWait)
            return await dialer.askTime(host.name, port: host.port, options: options)
        }
    }
}

extension AppleHost {
    /// The hosts that one caller needs; all of them where nobody says who calls.
    static func needed(from vantage: WayOptions.VantageChoice?) -> [AppleHost] {
        switch vantage {
        case .mdmServer: all.filter { $0.caller != .device }
        case .deviceNetwork: all.filter { $0.caller != .server }
        case .other, nil: all
        }
    }

    /// A line of the matrix.
    func row(_ cells: [JSONTree]) -> HostMatrix.Row {
        HostMatrix.Row(
            host: "\(name):\(port)", service: service.rawValue.uppercased(), purpose: purpose,
            supportsProxy: supportsProxy, cells: cells)
    }
}
