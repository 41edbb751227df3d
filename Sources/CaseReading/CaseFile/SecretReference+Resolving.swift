extension SecretReference {
    /// The most that is read as a secret: a PEM key chain stays below it.
    private static let maximumBytes = 64 << 10

    /// Fetches the secret.
    ///
    /// Throws: the reason in words, without any part of the secret.
    func resolve(in folder: CaseFolder, environment: [String: String]) throws(SecretFault) -> Secret {
        let secret = try fetch(in: folder, environment)
        // An empty key fits any case and makes every signature look forged; a pipe is empty the second time.
        guard !secret.bytes.isEmpty else { throw SecretFault("\(place) holds nothing") }
        return secret
    }

    /// Where the secret was looked for, as the case file writes it.
    private var place: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let name): "file:\(name)"
        case .descriptor(let number): "fd:\(number)"
        case .keychain(let name): "keychain:\(name)"
        }
    }

    private func fetch(
        in folder: CaseFolder, _ environment: [String: String]
    ) throws(SecretFault) -> Secret {
        switch self {
        case .environment(let name):
            guard let value = environment[name] else { throw SecretFault("the environment has no \(name)") }
            return Secret(Array(value.utf8))
        case .file(let name): return try file(name, folder)
        case .descriptor(let number):
            do {
                let path = "/dev/fd/\(number)"
                return Secret(
                    try RegularFile.bytes(of: path, limit: Self.maximumBytes, acceptsPipe: true),
                    dropsLineBreak: true)
            } catch {
                throw SecretFault("file descriptor \(number) cannot be read: \(error)")
            }
        case .keychain:
            throw SecretFault("the Keychain is read on macOS by a later version; use env:, file: or fd:")
        }
    }

    private func file(_ name: String, _ folder: CaseFolder) throws(SecretFault) -> Secret {
        let path: String
        do { path = try folder.path(of: name) } catch {
            throw SecretFault(
                error == .leavesCase ? "\(name) lies outside the case" : "\(name): there is no such file")
        }
        do {
            let mode = try RegularFile(path: path).mode
            guard mode & 0o077 == 0 else {
                throw SecretFault(
                    "\(name) has mode \(String(mode, radix: 8)); make it 600, so that only its owner reads it"
                )
            }
            return Secret(try RegularFile.bytes(of: path, limit: Self.maximumBytes), dropsLineBreak: true)
        } catch let fault as SecretFault {
            throw fault
        } catch {
            throw SecretFault("\(name): \(error)")
        }
    }
}

/// A reason why a secret cannot be had.
struct SecretFault: Error, Hashable {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
