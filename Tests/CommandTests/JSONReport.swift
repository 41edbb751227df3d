import OpenFormats

/// A JSON report as a reader outside of the tool sees it.
struct JSONReport: Sendable {
    let text: String
    let root: JSONValue

    init(_ text: String) throws {
        self.text = text
        root = try JSONValue(parsing: text)
    }

    subscript(path: String) -> JSONValue? { root[path: path] }

    var findings: [JSONValue] { root["findings"].items }
    var codes: Set<String> { Set(findings.compactMap { $0["code"]?.string }) }
    var rootCauses: [JSONValue] { root[path: "verdict.rootCauses"].items }
    var layers: [JSONValue] { root["layers"].items }

    func finding(_ code: String) -> JSONValue? { findings.first { $0["code"]?.string == code } }

    /// The codes behind a list of finding ids.
    func codes(_ ids: JSONValue?) -> [String] {
        ids.items.compactMap { id in
            findings.first { $0["id"] == id }?["code"]?.string
        }
    }

    /// The status of each layer by its number, as the truth files write it.
    var statuses: [String: String] {
        var statuses: [String: String] = [:]
        for layer in layers {
            if let number = layer["layer"]?.int { statuses[String(number)] = layer["status"]?.string }
        }
        return statuses
    }

    func layer(_ number: Int) -> JSONValue? { layers.first { $0["layer"]?.int == number } }

    func probe(_ id: String) -> JSONValue? {
        layers.flatMap { $0["probes"].items }.first { $0["id"]?.string == id }
    }

    /// The lines of `notTested` about a layer.
    func notTested(layer number: Int) -> [JSONValue] {
        root["notTested"].items.filter { $0["what"].words.hasSuffix("layer \(number)") }
    }

    /// The report's bytes without its `run` block.
    var withoutRun: String {
        var isRun = false
        return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("  \"run\": {") { isRun = true }
            defer { if isRun, line.hasPrefix("  }") { isRun = false } }
            return !isRun
        }.joined(separator: "\n")
    }
}

extension JSONValue {
    /// The texts of an array of texts.
    var strings: [String] { (array ?? []).compactMap(\.string) }

    /// The counts of an object of numbers.
    var counts: [String: Int] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.int }
    }

    /// The texts of an object of texts.
    var texts: [String: String] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.string }
    }
}

extension JSONValue? {
    /// The elements of an array that may not be there.
    var items: [JSONValue] { self?.array ?? [] }

    /// The text of a string that may not be there.
    var words: String { self?.string ?? "" }
}
