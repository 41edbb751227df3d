import OpenFormats
import Testing

@testable import DeviceTriangulation

/// Every vendor's documented record, and that it is taken for nothing else.
struct VendorSampleTests {
    @Test(arguments: VendorSample.all)
    func saysTheRightFacts(_ sample: VendorSample) throws {
        let role = sample.facts.count == 1 ? sample.facts.keys.first ?? .mdm : .mdm
        var ledger = SourceLedger(role: role, dialect: DeviceDialect.named(sample.dialect))
        try ledger.append(record: Array(sample.record.utf8), file: 0, number: 1)
        #expect(ledger.shape?.name == sample.shape)
        #expect(ledger.oddValues == [:] && ledger.duplicateKeys == 0)
        let fleet = try FleetLedger.of([ledger])
        for role in SourceRole.allCases {
            #expect(fleet.view(role, of: 0)?.facts == sample.facts[role]?.sorted(), "\(role)")
        }
    }

    @Test(arguments: VendorSample.all)
    func isRecognisedWithoutItsName(_ sample: VendorSample) {
        let bytes = Array(sample.record.utf8)
        #expect(DeviceDialect.recognise(bytes.span)?.name == sample.shape)
    }

    @Test(arguments: VendorSample.all)
    func holdsNothingThatItsTableDoesNotKnow(_ sample: VendorSample) throws {
        var ledger = SourceLedger(role: .mdm, dialect: DeviceDialect.named(sample.dialect))
        try ledger.append(record: Array(sample.record.utf8), file: 0, number: 1)
        #expect(ledger.unknownKeys.map(\.path) == [])
        for field in WordField.allCases { #expect(ledger.unknownWords(field).map(\.text) == [], "\(field)") }
    }

    @Test func everyDialectHasASampleOfEveryShape() {
        let shapes = DeviceDialect.all.flatMap(\.shapes).filter { $0.form == .any }.map(\.name)
        #expect(Set(VendorSample.all.map(\.shape)) == Set(shapes))
        #expect(Set(shapes).count == shapes.count)
    }
}
