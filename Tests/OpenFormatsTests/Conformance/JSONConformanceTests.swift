import ForensicsTestKit
import Foundation
import Testing

@testable import OpenFormats

/// RFC 8259, held against Python's json in strict form.
struct JSONConformanceTests {
    /// Where the two may differ; both ways are allowed by RFC 8259.
    enum Difference: String, CaseIterable {
        /// Section 8.1: a parser may ignore a byte order mark instead of treating it as an error.
        case byteOrderMark = "a byte order mark before the document: read here, refused by Python"
        /// Section 9: an implementation may set limits on the maximum depth of nesting.
        case depth = "nesting deeper than 128: refused here, read by Python to its recursion limit"
    }

    /// How many documents: `JSON_DOCUMENTS`, else what a suite of tests has time for.
    private static let count =
        ProcessInfo.processInfo.environment["JSON_DOCUMENTS"].flatMap { Int($0) } ?? 5_000
    private static let seed: UInt64 = 8259

    @Test(.needs(program: "python3")) func pythonAcceptsRefusesAndReadsTheSame() async throws {
        var maker = DocumentMaker(seed: Self.seed)
        let documents = (0..<Self.count).map { _ in maker.next() }
        let answers = try await Self.python(documents)
        try #require(answers.count == documents.count)
        var met: [Difference: Int] = [:]
        var accepted = 0
        var named: [JSONError.Reason: Int] = [:]
        for (document, theirs) in zip(documents, answers) {
            let (ours, reason) = Self.answer(document)
            if let reason { named[reason, default: 0] += 1 } else { accepted += 1 }
            // What is skipped is held to the same rules as what is read.
            #expect(Self.isSkipped(document) == (reason == nil), "\(Self.shown(document))")
            guard ours != theirs else { continue }
            let difference = Self.difference(document, reason, theirs)
            #expect(difference != nil, "\(Self.shown(document)): ours \(ours), Python's \(theirs)")
            if let difference { met[difference, default: 0] += 1 }
        }
        // A generator that makes only one sort of documents would show nothing.
        #expect(accepted > Self.count / 4 && accepted < Self.count * 3 / 4)
        #expect(Set(met.keys) == Set(Difference.allCases))
        for reason in [
            JSONError.Reason.loneSurrogate, .invalidUTF8, .otherEncoding, .controlCharacter, .invalidEscape,
            .invalidNumber, .invalidLiteral, .expectedValue, .tooDeep, .trailingBytes, .unexpectedEnd,
        ] {
            #expect(named[reason, default: 0] > 0, "\(reason)")
        }
        if Self.count > 5_000 {
            let list = met.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                "  \($0.value): \($0.key.rawValue)"
            }
            print("\(Self.count) documents, \(accepted) read, \(Self.count - accepted) refused; differences:")
            print(list.joined(separator: "\n"))
        }
    }

    private static func difference(
        _ document: [UInt8], _ reason: JSONError.Reason?, _ theirs: String
    ) -> Difference? {
        if reason == .tooDeep, theirs != "-" { return .depth }
        guard reason == nil, theirs == "-", document.starts(with: [0xEF, 0xBB, 0xBF]) else { return nil }
        return .byteOrderMark
    }

    /// One process reads every document.
    private static func python(_ documents: [[UInt8]]) async throws -> [String] {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        for document in documents {
            let length = UInt32(document.count)
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: length >> UInt32($0 * 8)) } + document
        }
        let file = try folder.write("documents", bytes)
        let program = try #require(Program.path("python3"))
        let outcome = try await Tool.run(
            program: program,
            [
                PackageRoot.file("Tests/OpenFormatsTests/Conformance/strict_json.py"), file,
                "\(folder.path)/answers",
            ])
        try #require(outcome.exitCode == 0, "\(outcome.stderr)")
        let answers = try String(contentsOfFile: "\(folder.path)/answers", encoding: .utf8)
        return answers.split(separator: "\n").map(String.init)
    }

    private static func answer(_ document: [UInt8]) -> (String, JSONError.Reason?) {
        do throws(JSONError) {
            let read = try JSONParser().parse(document)
            var text = "\(read.duplicateKeys) "
            write(read.value, to: &text)
            return (text, nil)
        } catch {
            return ("-", error.reason)
        }
    }

    private static func isSkipped(_ document: [UInt8]) -> Bool {
        var scanner = JSONScanner(limits: .document)
        do throws(JSONError) {
            scanner.skipByteOrderMark(in: document.span)
            try scanner.skip(in: document.span)
            try scanner.finish(in: document.span)
            return true
        } catch {
            return false
        }
    }

    private static func write(_ value: JSONValue, to text: inout String) {
        switch value {
        case .null: text += "n"
        case .bool(let truth): text += truth ? "t" : "f"
        case .string(let string): text += "\"\(Hex.text(string.utf8))\""
        case .number(let number):
            if let int = number.int {
                text += "i\(int)"
            } else {
                let bits = String(number.double.bitPattern, radix: 16)
                text += "d" + String(repeating: "0", count: 16 - bits.count) + bits
            }
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                write(element, to: &text)
            }
            text += "]"
        case .object(let object):
            text += "{"
            for (index, member) in object.members.enumerated() {
                text += (index > 0 ? "," : "") + "\"\(Hex.text(member.key.utf8))\":"
                write(member.value, to: &text)
            }
            text += "}"
        }
    }

    private static func shown(_ document: [UInt8]) -> String {
        "\(Hex.text(document.prefix(400))) \(String(decoding: document.prefix(200), as: UTF8.self).debugDescription)"
    }
}
