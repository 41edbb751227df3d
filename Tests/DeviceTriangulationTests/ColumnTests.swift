import Testing

@testable import DeviceTriangulation

struct ColumnTests {
    @Test func columnCostsNothingUntilValuesDiffer() {
        var column = Column<UInt16>()
        for row in 0..<1_000 { column.append(7, row: row) }
        #expect(column.isConstant && column.bytesPerRow == 0 && column[999] == 7)
        column.append(8, row: 1_000)
        #expect(!column.isConstant && column[0] == 7 && column[999] == 7 && column[1_000] == 8)
    }

    @Test func columnTouchedLateHoldsNothingBefore() {
        var column = Column<UInt8>()
        column.append(3, row: 5)
        #expect((0..<6).map { column[$0] } == [0, 0, 0, 0, 0, 3])
    }

    @Test(arguments: [[1, 1], [1, 2], [2, 2], [0, 0]], [[1, 1], [3, 4], [0, 0], [2, 2]])
    func partsAppendAsTheirRowsWould(_ first: [UInt8], _ second: [UInt8]) {
        var whole = Column<UInt8>()
        var part = Column<UInt8>()
        for (row, value) in first.enumerated() { whole.append(value, row: row) }
        for (row, value) in second.enumerated() { part.append(value, row: row) }
        var plain = whole
        plain.append(part, count: 2, after: 2)
        #expect((0..<4).map { plain[$0] } == first + second)
        var translated = whole
        translated.append(part, count: 2, after: 2, through: [10, 11, 12, 13])
        #expect((0..<4).map { translated[$0] } == first + second.map { $0 > 3 ? 255 : $0 + 10 })
        var fresh = Column<UInt8>()
        fresh.append(part, count: 2, after: 0)
        #expect((0..<2).map { fresh[$0] } == second)
    }

    @Test func codesTakeSecondByteOnlyWhenNeeded() {
        var codes = CodeColumn()
        for row in 0..<300 { codes.append(UInt16(row % 200), row: row) }
        #expect(codes.bytesPerRow == 1)
        codes.append(40_000, row: 300)
        #expect(codes.bytesPerRow == 2 && codes[0] == 0 && codes[199] == 199 && codes[300] == 40_000)
        var joined = CodeColumn()
        joined.append(codes, count: 301, after: 0, through: (0..<200).map { UInt16($0) * 3 })
        #expect(joined[199] == 597 && joined[2] == 6 && joined[300] == .max)
    }

    @Test func timesComeBackToTheMicrosecond() {
        let times: [Int64] = [
            DeviceColumns.noTime, 1, 999_999, 1_776_427_200_000_000, 1_776_427_200_123_000,
            1_776_427_200_123_456,
            4_294_967_296_000_000, 253_402_300_799_999_999,
        ]
        var column = TimeColumn()
        for (row, time) in times.enumerated() { column.append(time, row: row) }
        #expect(times.indices.map { column[$0] } == times)
        #expect(column.latest(of: times.count) == times.last)
        var whole = TimeColumn()
        for row in 0..<3 { whole.append(1_776_427_200_000_000, row: row) }
        #expect(whole.bytesPerRow == 0 && whole.latest(of: 3) == 1_776_427_200_000_000)
        #expect(whole.latest(of: 0) == nil && TimeColumn().latest(of: 4) == nil)
    }

    @Test func originsAreRunsOfRows() {
        var runs = OriginRuns()
        for row in 0..<1_000 { runs.append(file: 1, number: UInt32(row + 1), row: row) }
        #expect(runs.bytes <= 16)
        runs.append(file: 1, number: 1_005, row: 1_000)
        runs.append(file: 2, number: 1, row: 1_001)
        var whole = OriginRuns()
        whole.append(runs, after: 0, base: 0)
        whole.append(runs, after: 1_002, base: 2_000)
        #expect(whole[0] == RecordOrigin(file: 1, number: 1) && whole[999].number == 1_000)
        #expect(whole[1_000].number == 1_005 && whole[1_001] == RecordOrigin(file: 2, number: 1))
        #expect(whole[1_002].number == 2_001 && whole[2_003] == RecordOrigin(file: 2, number: 2_001))
    }

    @Test func radixOrderIsTheOrderOfSerials() {
        var state: UInt64 = 1
        var serials: [UInt64] = []
        for _ in 0..<5_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            serials.append(state >> UInt64(1 + state >> 59))
        }
        serials += [0, SerialKey.textMark | 3]
        let order = IdentityTable.packedOrder(serials)
        let expected = serials.indices.filter { serials[$0] != 0 && serials[$0] & SerialKey.textMark == 0 }
            .sorted { (serials[$0], $0) < (serials[$1], $1) }
        #expect(order.map(Int.init) == expected)
    }
}
