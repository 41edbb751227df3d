import Foundation
import Testing

/// A line of routers with a server at its end, each in a network namespace of its own; this process is the client.
///
/// Every name is used once, so that networks of other runs stay apart. All of it goes away with its owner: a
/// namespace takes its interfaces along, and the interface on this side goes with its other end.
final class HopNetwork: Sendable {
    /// The namespace of the n-th router, from 1, and the address that it answers from.
    struct Router: Sendable {
        let namespace: String
        let address: String
    }

    let routers: [Router]
    let serverNamespace: String
    let serverAddress: String
    private let scratch: Scratch
    /// The first three numbers of every address.
    private let network: String
    /// What the names of the interfaces begin with; the left and the right end of the n-th link follow.
    private let link: String

    /// Throws: ``PeerError`` with the words of the program that failed; nothing is left behind then.
    init(routers count: Int, in scratch: Scratch) throws {
        self.scratch = scratch
        let id = String(UInt32.random(in: 0x10000...0xFFFFF), radix: 16)
        // One of 256 networks of a range that hardly anybody uses; each link takes four addresses of it.
        let network = "10.231.\(UInt8.random(in: 0...255))"
        routers = (1...count).map {
            Router(namespace: "abm-\(id)-r\($0)", address: "\(network).\(4 * ($0 - 1) + 2)")
        }
        serverNamespace = "abm-\(id)-s"
        link = "abm\(id)"
        self.network = network
        serverAddress = "\(network).\(4 * count + 2)"
        do {
            try run(script())
        } catch {
            remove()
            throw error
        }
    }

    deinit { remove() }

    /// Lets the n-th router, from 1, treat what it passes on by a rule of iptables.
    func router(_ number: Int, _ rule: String...) throws {
        let namespace = routers[number - 1].namespace
        try Program.ip.run(
            ["netns", "exec", namespace, Program.iptables.name, "-A", "FORWARD"] + rule, in: scratch.folder)
    }

    /// Lets the n-th router drop what goes to the server with this text in it.
    func router(_ number: Int, drops text: String) throws {
        try router(
            number, "-d", serverAddress, "-m", "string", "--algo", "bm", "--string", text, "-j", "DROP")
    }

    /// Makes the link to the server too small for full packets, of which its router tells nobody.
    ///
    /// The server itself sends no larger ones, but lets the client believe that it takes them.
    func narrowLastLink(to bytes: Int) throws {
        guard let router = routers.last?.namespace else { return }
        let (near, far) = (link + "l\(routers.count)", link + "r\(routers.count)")
        try run(
            """
            set -e
            ip -n \(serverNamespace) link set \(far) mtu \(bytes)
            ip -n \(serverNamespace) route change \(network).1/32 via \(network).\(4 * routers.count + 1) advmss 1460
            ip -n \(router) link set \(near) mtu \(bytes)
            ip netns exec \(router) iptables -A OUTPUT -p icmp -j DROP
            """)
    }

    // MARK: - Making and removing

    private var namespaces: [String] { routers.map(\.namespace) + [serverNamespace] }

    private func script() -> String {
        var lines = ["set -e"]
        for name in namespaces { lines += ["ip netns add \(name)", "ip -n \(name) link set lo up"] }
        for (link, right) in namespaces.enumerated() {
            let (near, far) = ("\(self.link)l\(link)", "\(self.link)r\(link)")
            let left = link == 0 ? "" : "-n \(namespaces[link - 1]) "
            let (nearAddress, farAddress) = ("\(network).\(4 * link + 1)", "\(network).\(4 * link + 2)")
            lines += [
                "ip \(left)link add \(near) type veth peer name \(far) netns \(right)",
                "ip \(left)addr add \(nearAddress)/30 dev \(near)", "ip \(left)link set \(near) up",
                "ip -n \(right) addr add \(farAddress)/30 dev \(far)", "ip -n \(right) link set \(far) up",
                // Forwards on this side of the link, back to the client on the other.
                "ip \(left)route add \(serverAddress)/32 via \(farAddress)",
                "ip -n \(right) route add \(network).1/32 via \(nearAddress)",
            ]
        }
        for router in routers {
            let settings = ["ip_forward=1", "icmp_ratelimit=0"].map { setting in
                let parts = setting.split(separator: "=")
                return "echo \(parts[1]) > /proc/sys/net/ipv4/\(parts[0])"
            }
            lines.append("ip netns exec \(router.namespace) sh -c '\(settings.joined(separator: "; "))'")
        }
        return lines.joined(separator: "\n")
    }

    private func run(_ script: String) throws {
        try Program.shell.run(["-c", script], in: scratch.folder)
    }

    private func remove() {
        for name in namespaces { _ = try? Program.ip.run(["netns", "delete", name], in: scratch.folder) }
    }
}

extension Program {
    static let ip = Program("ip", package: "iproute2")
    static let iptables = Program("iptables", package: "iptables")
}

/// Whether tests may make networks here.
enum Namespaces {
    /// Makes one namespace and one rule of each kind that the tests need, and removes them.
    static let arePermitted: Bool = {
        guard Program.ip.isInstalled, Program.iptables.isInstalled, let scratch = try? Scratch() else {
            return false
        }
        let name = "abm-try-\(UInt32.random(in: 0...UInt32.max))"
        defer { _ = try? Program.ip.run(["netns", "delete", name], in: scratch.folder) }
        let rules = [
            "-m string --algo bm --string x -j DROP", "-m length --length 1000:65535 -j DROP",
            "-p tcp -j REJECT --reject-with tcp-reset",
        ].map { "ip netns exec \(name) iptables -A FORWARD \($0)" }
        let lines = ["set -e", "ip netns add \(name)"] + rules
        return (try? Program.shell.run(["-c", lines.joined(separator: "\n")], in: scratch.folder)) != nil
    }()
}

extension Trait where Self == ConditionTrait {
    /// Skips, by name, where no network can be made.
    static var needsNamespaces: Self {
        .enabled(
            if: Namespaces.arePermitted,
            "needs root, network namespaces (package iproute2) and iptables with its string and length matches"
        )
    }
}
