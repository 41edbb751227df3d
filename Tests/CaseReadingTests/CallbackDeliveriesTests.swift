import Casework
import Testing

@testable import CaseReading

struct CallbackDeliveriesTests {
    private static let deliveries: [CallbackDelivery] = [
        CallbackDelivery(
            receivedAt: instant("2026-04-17T10:00:00Z"), remoteAddress: "17.254.10.12",
            path: "/v2/devices/{id}/enroll", status: 200, session: "es_0f3a", device: 70_000,
            needsSession: true,
            signature: .valid, checkin: nil, topic: nil, awaitsConfiguration: nil, mark: 7, file: 3, line: 9),
        CallbackDelivery(receivedAt: nil, status: nil, needsSession: false, signature: .unsigned),
        CallbackDelivery(
            receivedAt: Instant(microseconds: 0), remoteAddress: "2001:db8::1", path: "/webhook", status: 0,
            session: "ü", device: 0, needsSession: false, signature: .validWithLineBreak, checkin: .other,
            topic: "com.apple.mgmt.External.1", awaitsConfiguration: false, mark: .max, file: 65_535,
            line: 4_000_000),
    ]

    @Test func columnsGiveBackWhatTheyTook() {
        #expect(Array(CallbackDeliveries(Self.deliveries)) == Self.deliveries)
        for signature in CallbackDelivery.SignatureCheck.allCases {
            for checkin in CheckinMessage.allCases.map(Optional.some) + [nil] {
                for awaits in [true, false, nil] {
                    let one = CallbackDelivery(
                        receivedAt: nil, signature: signature, checkin: checkin, awaitsConfiguration: awaits)
                    #expect(CallbackDeliveries([one]).first == one)
                }
            }
        }
    }

    @Test func filesAreTakenOneAfterTheOther() {
        var whole = CallbackDeliveries()
        whole.append(contentsOf: CallbackDeliveries(Self.deliveries.prefix(1)))
        whole.append(contentsOf: CallbackDeliveries(Self.deliveries.dropFirst()))
        #expect(Array(whole) == Self.deliveries)
    }

    @Test func whatDoesNotFitIsCutAndNeverTraps() {
        let odd = CallbackDelivery(
            receivedAt: Instant(microseconds: .max), status: 1 << 40, device: 1 << 40, file: -1, line: -1)
        let back = CallbackDeliveries([odd]).first
        #expect(back?.status == Int(Int16.max) && back?.device == Int(Int32.max) && back?.line == 0)
    }

    @Test func manyAddressesAndPathsKeepApart() {
        let many = (0..<70_000).map {
            CallbackDelivery(
                receivedAt: nil, remoteAddress: "10.0.\($0 / 256).\($0 % 256)", path: "/p/\($0)x")
        }
        let columns = CallbackDeliveries(many)
        #expect(columns[69_999].remoteAddress == many[69_999].remoteAddress)
        #expect(columns[1_000].path == "/p/1000x")
        // The pool of paths is small on purpose: what no endpoint has is absent, never another path.
        #expect(columns[69_999].path == nil)
    }

    @Test(
        arguments: [
            (
                "/v2/devices/00008120-009F0AF0F545341C/enroll", "/v2/devices/{id}/enroll",
                "00008120-009F0AF0F545341C"
            ),
            (
                "/v2/devices/80A2CDCC-4A51-548D-8889-DFA2D27E0C97/enroll?a=1", "/v2/devices/{id}/enroll",
                "80A2CDCC-4A51-548D-8889-DFA2D27E0C97"
            ),
            ("/mdm/C02XK0AAJG5H", "/mdm/{id}", "C02XK0AAJG5H"),
            (
                "/x/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "/x/{id}",
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
            ),
            ("/tenants/4711/hook", "/tenants/{id}/hook", nil),
            ("/mdm/CheckInURL", "/mdm/CheckInURL", nil), ("/v2/x#y", "/v2/x", nil), ("", "", nil),
            ("/", "/", nil),
            ("/enroll2fa/", "/enroll2fa/", nil),
        ] as [(String, String, String?)])
    func pathsLoseWhatChanges(_ path: String, _ folded: String, _ device: String?) {
        let endpoint = EndpointPath(path)
        #expect(endpoint.text == folded && endpoint.device == device)
    }
}
