import CaseReading
import Casework
import ProbeKit

/// Whom some of the deliveries concern, and when.
struct DeliveriesHit {
    /// `nil` where no delivery names a device of the fleet.
    let devices: DeviceSet?
    private let moments: [Extent.Moment]
    private let window: TimeWindow?

    init(_ deliveries: [CallbackDelivery]) {
        let named = deliveries.compactMap(\.device)
        devices = named.isEmpty ? nil : DeviceSet(named)
        var first: [Int: Instant] = [:]
        for delivery in deliveries {
            guard let device = delivery.device, let at = delivery.receivedAt else { continue }
            first[device] = min(first[device] ?? at, at)
        }
        moments = first.map { Extent.Moment(device: $0.key, at: $0.value) }.sorted { $0.device < $1.device }
        let times = deliveries.compactMap(\.receivedAt)
        window = times.min().flatMap { start in times.max().map { TimeWindow(start, $0) } }
    }

    /// Moments by device where every device has one, else the stretch from the first to the last.
    func extent(noun: String) -> Extent {
        if let devices, devices.count == moments.count { return .moments(moments, noun: noun) }
        return window.map { .windows([$0], noun: noun) } ?? .unknown
    }

    /// ", from 2026-04-17 04:41Z to 2026-04-17 11:44Z", or nothing.
    var words: String {
        window.map { ", from \($0.start.minute) to \($0.end.minute)" } ?? ""
    }
}
