import OpenFormats
import Testing

struct CSVReaderTests {
    private struct Rows: Equatable {
        var rows: [[String]] = []
        var lines: [Int] = []
        var problems: [CSVProblem] = []
        var delimiter: UInt8?

        init(_ bytes: [UInt8], chunk: Int = .max) {
            var reader = CSVReader()
            var start = 0
            while start < bytes.count {
                let end = chunk > bytes.count - start ? bytes.count : start + chunk
                reader.read(Array(bytes[start..<end])) {
                    take($0)
                } problem: {
                    problems.append($0)
                }
                start = end
            }
            reader.finish {
                take($0)
            } problem: {
                problems.append($0)
            }
            delimiter = reader.delimiter
        }

        init(_ text: String, chunk: Int = .max) { self.init(Array(text.utf8), chunk: chunk) }

        mutating func take(_ row: CSVRow) {
            rows.append(row.fields)
            lines.append(row.line)
        }
    }

    @Test(arguments: [1, 2, 5, Int.max])
    func rowsAreReadWhateverTheChunks(_ chunk: Int) {
        let rows = Rows(
            "\u{FEFF}serial,\"a, b\",c\r\n\"x\"\"y\",\"line one\nline two\",\r\n\r\n,,\nlast,1,2",
            chunk: chunk)
        #expect(
            rows.rows == [
                ["serial", "a, b", "c"], ["x\"y", "line one\nline two", ""], ["", "", ""],
                ["last", "1", "2"],
            ])
        #expect(rows.lines == [1, 2, 5, 6])
        #expect(rows.problems == [])
    }

    @Test(arguments: [
        ("a;b;c\n1;2,5;3\n", UInt8(0x3B)), ("a\tb\n1,5\t2\n", 0x09), ("a,b\n1,2\n", 0x2C),
        ("\"a;b\",c\n", 0x2C), ("a\n", 0x2C),
    ])
    func delimiterIsTold(_ text: String, _ expected: UInt8) {
        #expect(Rows(text).delimiter == expected)
        #expect(Rows(text, chunk: 1).delimiter == expected)
    }

    @Test func brokenRowCostsThatRow() {
        let rows = Rows("a,b\n\"x\"y,1\nc,d\n\"open,1\n")
        #expect(rows.rows == [["a", "b"], ["c", "d"]])
        #expect(
            rows.problems == [
                CSVProblem(reason: .textAfterQuote, line: 2), CSVProblem(reason: .unclosedQuote, line: 4),
            ])
    }

    @Test(arguments: [1, 7, Int.max])
    func unclosedMarkCostsItsLineOnly(_ chunk: Int) {
        let quoted = (1...300).map { "\"s\($0)\",\"x\"\n" }.joined()
        let rows = Rows("a,b\n\"open,1\n" + quoted, chunk: chunk)
        #expect(rows.rows.count == 301 && rows.lines.last == 302)
        #expect(rows.problems == [CSVProblem(reason: .textAfterQuote, line: 2)])
        let plain = (1...300).map { "s\($0),x\n" }.joined()
        let others = Rows("a,b\n\"open,1\n" + plain + "\"open too,1\nlast,2", chunk: chunk)
        #expect(others.rows.count == 302 && others.lines.last == 304)
        #expect(others.problems.map(\.line) == [2, 303])
    }

    @Test func rowHasALimit() {
        let field = String(repeating: "x", count: CSVReader.maximumFieldBytes) + ","
        let rows = Rows("a,b\n" + String(repeating: field, count: 17) + "\nc,d\n")
        #expect(rows.rows == [["a", "b"], ["c", "d"]])
        #expect(rows.problems == [CSVProblem(reason: .rowTooLong, line: 2)])
    }

    @Test func fieldAndRowHaveLimits() {
        let long = String(repeating: "x", count: CSVReader.maximumFieldBytes + 1)
        let rows = Rows(
            "a,b\n\(long),1\nc,d\n" + String(repeating: ",", count: CSVReader.maximumFields + 1) + "\ne,f\n")
        #expect(rows.rows == [["a", "b"], ["c", "d"], ["e", "f"]])
        #expect(rows.problems.map(\.reason) == [.fieldTooLong, .tooManyFields])
    }

    @Test(arguments: [1, 3, Int.max])
    func utf16IsDecoded(_ chunk: Int) {
        let text = "Seriennummer\tName\nC02X\tGrün 😀\n"
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 {
            little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
        let expected = [["Seriennummer", "Name"], ["C02X", "Grün 😀"]]
        #expect(Rows(little, chunk: chunk).rows == expected)
        #expect(Rows(big, chunk: chunk).rows == expected)
    }

    @Test func halfASurrogatePairIsReplaced() {
        var decoding = TextDecoding()
        let text =
            decoding.decode([0xFF, 0xFE, 0x3D, 0xD8, 0x41, 0x00, 0x00, 0xDC, 0x42]) + decoding.finish()
        #expect(String(decoding: text, as: UTF8.self) == "\u{FFFD}A\u{FFFD}\u{FFFD}")
        #expect(decoding.replacements == 3)
    }

    @Test func headersAreComparable() {
        for header in ["Serial Number", "serial_number", "serialNumber", " SERIAL-NUMBER "] {
            #expect(CSVRow.normalised(header) == "serialnumber")
        }
    }

    @Test func missingFieldsAreNil() {
        let row = CSVRow(["a", ""])
        #expect(row[0] == "a" && row[1] == "" && row[2] == nil && row[-1] == nil)
        #expect(row.range(7).isEmpty)
    }

    @Test func hexadecimalGoesBothWays() {
        #expect(Hex.text([0, 0xAB, 0xFF]) == "00abff")
        #expect(Hex.text([0xAB], uppercase: true) == "AB")
        #expect(Hex.bytes("00:AB:ff") == [0, 0xAB, 0xFF])
        #expect(
            Hex.bytes("0") == nil && Hex.bytes("0:0") == nil && Hex.bytes("zz") == nil && Hex.bytes("") == [])
    }
}
