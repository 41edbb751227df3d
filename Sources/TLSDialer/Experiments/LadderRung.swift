import TLSHandshake

/// One way in which a handshake of the ladder differs from the control.
package struct LadderRung: Sendable {
    /// The name in the transcript's trial.
    package let variant: String
    package let change: @Sendable (inout DialOptions, inout DialTarget) -> Void

    /// The rungs in the order in which they are climbed; the control stands before and after them.
    package static let all: [LadderRung] = [
        LadderRung("no-pq") { options, _ in options.template = options.template.withoutPostQuantum },
        LadderRung("no-grease") { options, _ in options.template = options.template.withoutGREASE },
        LadderRung("grease-ech") { options, _ in options.template = options.template.withGREASEECH },
        LadderRung("two-segments") { options, _ in options.helloSegments = 2 },
        LadderRung("two-records") { options, _ in options.helloRecords = 2 },
        LadderRung("no-sni") { _, target in target.serverName = .none },
        LadderRung("control-sni") { options, target in target.serverName = .name(options.controlName) },
        LadderRung("alpn-http1") { options, _ in options.alpn = ["http/1.1"] },
        LadderRung("no-alpn") { options, _ in options.alpn = [] },
        LadderRung("tls12") { options, _ in options.template = options.template.limitedToTLS12 },
    ]

    init(
        _ variant: String, change: @escaping @Sendable (inout DialOptions, inout DialTarget) -> Void
    ) {
        self.variant = variant
        self.change = change
    }

    /// The attempt of this rung, or `nil` if its ClientHello would be the control's.
    func request(_ target: DialTarget, route: Route, options: DialOptions, round: Int) -> DialRequest? {
        var (changedOptions, changedTarget) = (options, target)
        change(&changedOptions, &changedTarget)
        guard Offering(changedTarget, changedOptions) != Offering(target, options) else { return nil }
        changedOptions.trial = .ladder(variant, round: round)
        return DialRequest(changedTarget, route: route, options: changedOptions)
    }
}

/// What of an attempt shows in its ClientHello.
private struct Offering: Equatable {
    private let serverName: String?
    private let alpn: [String]
    private let template: ClientHelloTemplate
    private let segments: Int
    private let records: Int

    init(_ target: DialTarget, _ options: DialOptions) {
        let configuration = Dialer.configuration(target, options)
        var template = configuration.template
        // A changed template may have a name of its own.
        template.name = ""
        serverName = configuration.serverName
        alpn = template.slots.contains(.applicationProtocols) ? configuration.alpn : []
        segments = options.helloSegments
        records = options.helloRecords
        self.template = template
    }
}

extension HandshakeTranscript.Trial {
    static func ladder(_ variant: String, round: Int) -> HandshakeTranscript.Trial {
        HandshakeTranscript.Trial(purpose: "ladder", variant: variant, round: round)
    }
}
