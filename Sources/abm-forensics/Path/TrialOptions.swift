import ArgumentParser
import TLSDialer
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What is tried out on a path beside the plain handshake.
struct TrialOptions: ParsableArguments {
    @Flag(help: "Change one thing at a time and see what makes the difference.")
    var ladder = false

    @Flag(help: "Take a ticket and try to resume with it, three times a way.")
    var resumption = false

    @Flag(help: "Find the hop where the ClientHello stops, against a control name.")
    var locate = false

    @Option(help: ArgumentHelp("The name that nobody filters, for --ladder and --locate.", valueName: "name"))
    var controlSNI: String = DialOptions().controlName

    @Option(
        help: ArgumentHelp(
            "Dial a reflector (abm-forensics reflect) in the host's name and compare what arrived.",
            valueName: "addr:port"))
    var reflector: String?

    @Option(
        help: ArgumentHelp(
            "The key that signs the reflector's receipts: sha256:HEX as it prints at its start, or a PEM file.",
            valueName: "key"))
    var reflectorKey: String?

    @Option(
        name: .customLong("repeat"), help: ArgumentHelp("So many plain handshakes a way.", valueName: "n"))
    var repetitions: Int = 1

    mutating func validate() throws {
        guard (1...Self.repetitionLimit).contains(repetitions) else {
            throw ValidationError("--repeat takes 1 to \(Self.repetitionLimit).")
        }
        if let reflector, Endpoint(reflector) == nil {
            throw ValidationError(
                "--reflector takes ADDRESS:PORT, as in 192.0.2.7:8443 or [2001:db8::7]:8443; got \"\(reflector)\"."
            )
        }
        if reflectorKey != nil, reflector == nil {
            throw ValidationError("--reflector-key needs --reflector.")
        }
        if controlSNI.isEmpty || controlSNI.utf8.count > 255 {
            throw ValidationError("--control-sni takes a host name.")
        }
    }

    /// The option that asks for a trial, to name it where none fits.
    var nameOfFirst: String? {
        let asked = [
            ("--ladder", ladder), ("--resumption", resumption), ("--locate", locate),
            ("--reflector", reflector != nil), ("--repeat", repetitions > 1),
        ]
        return asked.first { $0.1 }?.0
    }

    func plan(everyAddress: Bool) throws -> TrialPlan {
        TrialPlan(
            ladder: ladder, resumption: resumption, locate: locate,
            reflector: reflector.flatMap { Endpoint($0) }, reflectorKey: try reflectorKey.map(Self.key),
            repetitions: repetitions, everyAddress: everyAddress)
    }

    private static func key(_ text: String) throws -> ReflectorKey {
        if let key = ReflectorKey(text) { return key }
        guard let file = FileManager.default.contents(atPath: text), let key = ReflectorKey(pem: Array(file))
        else {
            throw ValidationError(
                "--reflector-key takes sha256: and 64 hex digits, or a PEM file with a public key; got \"\(text)\"."
            )
        }
        return key
    }

    func shape(_ options: inout DialOptions) { options.controlName = controlSNI }

    /// The most handshakes a way; the report holds each in full.
    private static let repetitionLimit = 1_000
}
