import Casework

/// A device's check-in message that stands in an HTTP exchange with its MDM.
///
/// Source: Apple's MDM protocol, check-in messages.
package struct DeviceCheckin: Sendable, Hashable {
    package let message: CheckinMessage
    package let udid: String?
    package let serial: String?
    package let topic: String?

    /// `nil` where the request holds no such message.
    package init?(_ exchange: HTTPExchange) {
        guard ["PUT", "POST"].contains(exchange.method.uppercased()), let body = exchange.requestBody,
            body.contains("MessageType"), let plist = CheckinPlist(Array(body.utf8))
        else { return nil }
        (message, udid, serial, topic) = (plist.kind, plist.udid, plist.serial, plist.topic)
    }
}
