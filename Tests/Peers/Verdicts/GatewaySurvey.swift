import CertificateChains
import Casework
import Diagnosis
import Foundation
import ProbeKit
import TLSHandshake
import TLSPathProbes

@testable import Reflector
@testable import TLSDialer

/// Everything that one look at a gateway can measure, and what the probes make of it.
///
/// Two ways in one name: `direct` goes to the origin, `gateway` goes through the gateway to the same origin. A
/// reflector stands where the origin stood for the question what arrives.
struct GatewaySurvey: Sendable {
    /// Where findings say that the fault is.
    static let way = "gateway"

    let verdict: Verdict
    /// The handshake with the origin through the gateway.
    let seen: HandshakeTranscript
    /// The ClientHello that came out on the other side, absent where none did.
    let arrived: HandshakeTranscript.Reflection?
    let took: Duration

    /// Codes in the order of the alphabet; what was not measured is no finding of the path's.
    var codes: [String] { Set(pathFindings.map(\.code.text)).sorted() }

    /// The codes of the causes, the main one first.
    var causes: [String] { verdict.rootCauses.map(\.code.text) }

    /// Whether the far end sees TLS 1.2 at most although TLS 1.3 was offered.
    var hidesDowngrade: Bool {
        pathFindings.contains { $0.claim.values["losesTLS13"] == .flag(true) }
    }

    /// Codes that neither are the cause nor follow from one.
    var unexplained: [String] {
        let causes = Set(verdict.rootCauses.map(\.finding.id))
        return pathFindings.filter { !causes.contains($0.id) && verdict.consequenceOf[$0.id] == nil }
            .map(\.code.text)
    }

    /// Findings whose subject is the baseline, which is sound.
    var findingsOnTheDirectWay: [Finding] {
        pathFindings.filter { !$0.claim.subject.id.hasSuffix("via \(Self.way)") }
    }

    private var pathFindings: [Finding] { verdict.findings.filter { $0.code != .evidenceMissing } }

    /// Measures both ways and judges them with the probes of layer 3.
    static func of(_ gateway: Gateway, stall: Duration? = nil) async throws -> GatewaySurvey {
        let scratch = try Scratch()
        let origin = try await OriginServer.start(in: scratch)
        defer { origin.stop() }
        let clock = ContinuousClock()
        let start = clock.now
        let root = try PEMFile(Array(Data(contentsOf: origin.authority.certificate))).certificates
        var options = DialOptions()
        options.template = .apple26
        options.anchors = root
        if let stall { options.stall = stall }
        let measured = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { [options] dialer in
            let pass = Pass(gateway: gateway, origin: origin, dialer: dialer, options: options)
            return try await pass.whole(scratch)
        }
        let facts = PathFacts(
            transcripts: measured.map(\.transcript), names: measured.map(\.way), asOf: .init(wallClock()))
        let through = measured.filter { $0.way == way }.map(\.transcript)
        return GatewaySurvey(
            verdict: Diagnosis().verdict(on: Roster.tlsPath.examine(facts)),
            seen: through.first { $0.trial == nil } ?? HandshakeTranscript(outcome: .unreachable),
            arrived: through.compactMap(\.reflection).first, took: clock.now - start)
    }
}

extension Instant {
    init(_ time: WallTime) { self.init(microseconds: time.millisecondsSince1970 * 1_000) }
}

/// The handshakes of one survey.
private struct Pass: Sendable {
    typealias Measured = (transcript: HandshakeTranscript, way: String)

    let gateway: Gateway
    let origin: OriginServer
    let dialer: Dialer
    let options: DialOptions

    /// The baseline, the way through, the trials on it, and what arrives.
    func whole(_ scratch: Scratch) async throws -> [Measured] {
        let straight = DialTarget(
            host: origin.host, connect: Endpoint(host: "127.0.0.1", port: origin.port))
        var measured: [Measured] = [(await dialer.dial(straight, options: options), "direct")]
        measured += try await gateway.withRunning(before: origin.port) { running in
            try await trials(running)
        }
        let files = try origin.authority.files(for: origin.host)
        let identity = try ReflectorIdentity(
            certificatePEM: Array(Data(contentsOf: files.certificate)),
            keyPEM: Array(Data(contentsOf: files.key)))
        let reflector = try await RecordingReflector.start(identity)
        measured += try await gateway.withRunning(before: reflector.port) { running in
            try await reflections(running)
        }
        _ = try await reflector.stop()
        return measured
    }

    private func trials(_ running: RunningGateway) async throws -> [Measured] {
        let route = try route(running)
        var transcripts = [await dialer.dial(running.target, route: route, options: options)]
        // A gateway that answers nobody has no more to show.
        guard transcripts.first?.outcome == .completed else { return transcripts.map(onTheWay) }
        transcripts += await dialer.climbLadder(running.target, route: route, options: options)
        var measured = transcripts.map(onTheWay)
        if case .direct = route {
            measured += await dialer.resume(running.target, options: options).map(onTheWay)
        } else {
            let keys = await dialer.resume(
                running.target, route: route, baseline: .direct, options: options)
            measured += keys.map { ($0, $0.via == route.via ? GatewaySurvey.way : "direct") }
        }
        return measured
    }

    private func reflections(_ running: RunningGateway) async throws -> [Measured] {
        guard let reflector = running.target.connect else { return [] }
        let question = ReflectionQuestion(
            DialTarget(host: origin.host), route: try route(running), reflector: reflector)
        return await dialer.reflect(question, options: options).map(onTheWay)
    }

    private func route(_ running: RunningGateway) throws -> Route {
        try running.proxy.map { try Route(url: $0) } ?? .direct
    }

    private func onTheWay(_ transcript: HandshakeTranscript) -> Measured {
        (transcript, GatewaySurvey.way)
    }
}
