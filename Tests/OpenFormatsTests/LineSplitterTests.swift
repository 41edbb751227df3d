import OpenFormats
import Testing

struct LineSplitterTests {
    private struct Lines: Equatable {
        var lines: [String] = []
        var places: [LineLocator] = []
        var tooLong: [LineLocator] = []

        init(_ bytes: [UInt8], chunk: Int, limit: Int = 1 << 20) {
            var splitter = LineSplitter(maximumLength: limit)
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + chunk)
                splitter.read(bytes.span.extracting(start..<end)) { line, place in
                    lines.append(line.text(0..<line.count))
                    places.append(place)
                } tooLong: {
                    tooLong.append($0)
                }
                start = end
            }
            splitter.finish { line, place in
                lines.append(line.text(0..<line.count))
                places.append(place)
            }
        }
    }

    @Test func linesDoNotDependOnChunks() {
        let bytes = Array("\u{FEFF}one\r\ntwo\n\nfour\rstill four\nlast".utf8)
        let whole = Lines(bytes, chunk: bytes.count)
        #expect(whole.lines == ["one", "two", "", "four\rstill four", "last"])
        #expect(whole.places.map(\.number) == [1, 2, 3, 4, 5])
        #expect(whole.places.map(\.offset) == [0, 8, 12, 13, 29])
        for chunk in 1...bytes.count { #expect(Lines(bytes, chunk: chunk) == whole) }
    }

    @Test func lastLineEndMakesNoLine() {
        #expect(Lines(Array("a\n".utf8), chunk: 1).lines == ["a"])
        #expect(Lines([], chunk: 1).lines == [])
        #expect(Lines(Array("\n\n".utf8), chunk: 1).lines == ["", ""])
    }

    @Test(arguments: [1, 3, 64, 10_000])
    func overlongLineIsReportedOnceAndSkipped(_ chunk: Int) {
        let bytes =
            Array("ab\n".utf8) + Array(repeating: 0x78, count: 5_000)
            + Array("\ncd\r\nabcdefghij\r\nabcdefghijk\n".utf8)
        let lines = Lines(bytes, chunk: chunk, limit: 10)
        #expect(lines.lines == ["ab", "cd", "abcdefghij"])
        #expect(lines.tooLong == [LineLocator(number: 2, offset: 3), LineLocator(number: 5, offset: 5_020)])
        #expect(lines.places.map(\.number) == [1, 3, 4])
    }

    @Test func overlongLastLineIsReportedOnce() {
        let lines = Lines(Array("abcdefghijklmnop".utf8), chunk: 4, limit: 5)
        #expect(lines.lines == [])
        #expect(lines.tooLong.count == 1)
    }
}
