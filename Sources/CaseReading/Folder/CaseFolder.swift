#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The folder of a case: names of files inside it, and nothing outside of it.
struct CaseFolder {
    /// A reason why a name is not one of a file inside the case.
    enum Fault: Error, Hashable {
        case leavesCase
        case missing
    }

    /// The folder with every symbolic link followed.
    let root: String

    /// A folder that is there, else `nil`.
    init?(_ path: String) {
        guard let resolved = resolvedPath(path), isFolder(resolved) else { return nil }
        root = resolved
    }

    /// The absolute path of a file of the case.
    ///
    /// Throws: `.leavesCase` for an absolute name, for `..` beyond the folder and for a link that ends outside.
    func path(of name: String) throws(Fault) -> String {
        guard !name.hasPrefix("/"), !name.utf8.contains(0) else { throw .leavesCase }
        var depth = 0
        for part in name.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            guard depth >= 0 else { throw .leavesCase }
        }
        let whole = root == "/" ? "/\(name)" : "\(root)/\(name)"
        guard let resolved = resolvedPath(whole) else { throw .missing }
        guard resolved == root || resolved.hasPrefix(root == "/" ? "/" : "\(root)/") else {
            throw .leavesCase
        }
        return resolved
    }

    /// The names of all files below the folder, sorted; hidden ones and links are left out.
    func files(limit: Int) -> [String] {
        var found: [String] = []
        collect("", depth: 0, limit: limit, into: &found)
        return found.sorted()
    }

    private func collect(_ folder: String, depth: Int, limit: Int, into found: inout [String]) {
        // Sixteen levels hold an unpacked sysdiagnose.
        guard depth < 16, let here = try? path(of: folder.isEmpty ? "." : folder) else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: here)) ?? []
        for name in names.sorted() where !name.hasPrefix(".") && found.count < limit {
            let relative = folder.isEmpty ? name : "\(folder)/\(name)"
            // A link would show a file twice, or lead round in a circle.
            guard let whole = try? path(of: relative), whole == "\(here)/\(name)" || here == "/" else {
                continue
            }
            if isFolder(whole) {
                collect(relative, depth: depth + 1, limit: limit, into: &found)
            } else {
                found.append(relative)
            }
        }
    }
}
