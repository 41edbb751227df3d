import CaseReading
import Casework

/// How many deliveries came from which address.
struct CallerCounts {
    /// Deliveries with an address or without.
    private(set) var total = 0
    private var byText: [String: Int] = [:]

    init(_ deliveries: CallbackDeliveries) {
        for delivery in deliveries {
            total += 1
            if let caller = delivery.remoteAddress { byText[caller, default: 0] += 1 }
        }
    }

    /// Deliveries from addresses inside of any of the ranges.
    func count(in ranges: [AddressRange]) -> Int {
        byText.reduce(0) { sum, entry in
            guard let address = InternetAddress(entry.key) else { return sum }
            return ranges.contains { $0.contains(address) } ? sum + entry.value : sum
        }
    }

    /// Whether any delivery came from an address that is not of a private network.
    var hasPublic: Bool {
        byText.keys.contains { InternetAddress($0).map { !$0.isPrivate } ?? false }
    }
}
