import Casework

/// A handshake transcript as it is in its JSON, read by field name; what is missing gives an empty line.
struct Transcript {
    let tree: JSONTree

    var outcome: String { tree["outcome"]?.string ?? "unknown" }
    var isComplete: Bool { outcome == "completed" }
    var ink: Ink { isComplete ? .good : .bad }
    var address: String? { tree["address"]?.string }

    /// Whether the way ended at the proxy, before a byte could be said to the host.
    var endedAtProxy: Bool {
        proxyAddress != nil && !isComplete && !stages.contains { $0.name == "proxy" }
    }

    var proxyAddress: String? { tree["proxy"]?["address"]?.string }

    /// The stages in their order, with the milliseconds since the start.
    var stages: [(name: String, atMs: Double?)] {
        (tree["stages"]?.elements ?? []).map { ($0["name"]?.string ?? "?", $0["atMs"]?.double) }
    }

    /// The last stage of the handshake proper.
    private var lastStep: (name: String, atMs: Double?)? {
        stages.last { !["close", "ticket"].contains($0.name) }
    }

    /// The last stage with its time; a close counts where nothing was completed.
    var lastStage: String? {
        guard let stage = isComplete ? lastStep : stages.last else { return nil }
        return stage.name + (stage.atMs.map { " \(Self.decimal($0)) ms" } ?? "")
    }

    /// When the handshake was done, or when the last thing happened.
    var lastTime: String? { lastStep?.atMs.map(Self.decimal) }
}

// MARK: - Figures and bytes

extension Transcript {
    /// With one decimal, and never in exponents.
    static func decimal(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard tenths.isFinite, abs(tenths) < 1e15 else { return "?" }
        let whole = Int64(tenths)
        return "\(whole < 0 ? "-" : "")\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }

    /// With its sign and three decimals: `+0.012`.
    static func signed(_ value: Double) -> String {
        let thousandths = (value * 1000).rounded()
        guard thousandths.isFinite, abs(thousandths) < 1e15 else { return "?" }
        let whole = Int64(thousandths)
        let fraction = String(whole.magnitude % 1000)
        let zeros = String(repeating: "0", count: 3 - fraction.count)
        return "\(whole < 0 ? "-" : "+")\(whole.magnitude / 1000).\(zeros)\(fraction)"
    }

    /// Bytes in hex as text: their first line as far as it can be read, else the hex itself.
    static func readable(hex: String) -> String {
        var bytes: [UInt8] = []
        var digits = hex.utf8.makeIterator()
        while let high = digits.next().flatMap(nibble), let low = digits.next().flatMap(nibble) {
            bytes.append(high << 4 | low)
        }
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        guard !line.isEmpty, line.allSatisfy({ (0x20...0x7E).contains($0) }) else { return hex }
        return String(decoding: line, as: UTF8.self)
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
