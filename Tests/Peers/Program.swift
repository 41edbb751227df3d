import Foundation

/// A program that a test needs and may not find.
struct Program: Sendable {
    let name: String
    /// The package of Debian that brings it.
    let package: String
    /// Where it is, absent if it is not installed.
    let path: String?

    /// Looks in `folders` first, then on PATH.
    init(_ name: String, package: String, folders: [String] = []) {
        self.name = name
        self.package = package
        self.path = Program.find(name, folders)
    }

    static let openssl = Program("openssl", package: "openssl")
    static let gnutls = Program("gnutls-serv", package: "gnutls-bin")
    static let nginx = Program("nginx", package: "nginx-light")

    var isInstalled: Bool { path != nil }

    private static func find(_ name: String, _ first: [String]) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        // Servers live in sbin, which is not on everybody's PATH.
        let usual = path.split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        let folders = first + usual
        return folders.map { $0 + "/" + name }.first(where: FileManager.default.isExecutableFile(atPath:))
    }

    /// Runs it to its end and gives its output.
    ///
    /// Throws: ``PeerError`` if it is not installed or ends with another status than 0.
    @discardableResult
    func run(_ arguments: [String], in folder: URL) throws -> String {
        guard let path else { throw PeerError("\(name) is not installed") }
        let log = folder.appending(path: "\(name)-\(UUID().uuidString).log")
        try Data().write(to: log)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw PeerError("\(name) \(arguments.joined(separator: " ")): \(text)")
        }
        return text
    }
}

/// Why a peer could not be set up.
struct PeerError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
