package import OpenFormats

/// A JSON report as a reader outside of the tool sees it.
package struct JSONReport: Sendable {
    package let text: String
    package let root: JSONValue

    package init(_ text: String) throws {
        self.text = text
        root = try JSONValue(parsing: text)
    }

    package subscript(path: String) -> JSONValue? { root[path: path] }

    package var findings: [JSONValue] { root["findings"].items }
    package var codes: Set<String> { Set(findings.compactMap { $0["code"]?.string }) }
    package var rootCauses: [JSONValue] { root[path: "verdict.rootCauses"].items }
    package var layers: [JSONValue] { root["layers"].items }

    package func finding(_ code: String) -> JSONValue? { findings.first { $0["code"]?.string == code } }

    /// The codes behind a list of finding ids.
    package func codes(_ ids: JSONValue?) -> [String] {
        ids.items.compactMap { id in
            findings.first { $0["id"] == id }?["code"]?.string
        }
    }

    /// The status of each layer by its number, as the truth files write it.
    package var statuses: [String: String] {
        var statuses: [String: String] = [:]
        for layer in layers {
            if let number = layer["layer"]?.int { statuses[String(number)] = layer["status"]?.string }
        }
        return statuses
    }

    package func layer(_ number: Int) -> JSONValue? { layers.first { $0["layer"]?.int == number } }

    package func probe(_ id: String) -> JSONValue? {
        layers.flatMap { $0["probes"].items }.first { $0["id"]?.string == id }
    }

    /// The lines of `notTested` about a layer.
    package func notTested(layer number: Int) -> [JSONValue] {
        root["notTested"].items.filter { $0["what"].words.hasSuffix("layer \(number)") }
    }

    /// The report's bytes without its `run` block.
    package var withoutRun: String {
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
    package var strings: [String] { (array ?? []).compactMap(\.string) }

    /// The counts of an object of numbers.
    package var counts: [String: Int] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.int }
    }

    /// The texts of an object of texts.
    package var texts: [String: String] {
        (object?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.string }
    }
}

extension JSONValue? {
    /// The elements of an array that may not be there.
    package var items: [JSONValue] { self?.array ?? [] }

    /// The text of a string that may not be there.
    package var words: String { self?.string ?? "" }
}
