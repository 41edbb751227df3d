package import Casework

/// One webhook delivery as the MDM's side received it.
///
/// Source: FG-6.1 to FG-6.4; AE 5.5 for NanoMDM.
package struct CallbackDelivery: Sendable, Hashable {
    package enum SignatureCheck: UInt8, Sendable, Hashable, CaseIterable {
        /// No signature header.
        case unsigned
        /// Signed, but the case gives no secret to check with.
        case unchecked
        case valid
        case invalid
        /// Not made with the secret, but with the secret and a line break behind it.
        case validWithLineBreak
    }

    package let receivedAt: Instant?
    package let remoteAddress: String?
    /// The path, with `{id}` where a part names a device.
    package let path: String?
    package let status: Int?
    package let session: String?
    /// The ordinal in the fleet; `nil` for a device that no list knows.
    package let device: Int?
    /// A NanoMDM payload has no session and needs none.
    package let needsSession: Bool
    package let signature: SignatureCheck
    /// The device's message that a NanoMDM payload passes on.
    package let checkin: CheckinMessage?
    /// The push topic in that message.
    package let topic: String?
    /// `AwaitingConfiguration` in that message.
    package let awaitsConfiguration: Bool?
    /// Equal for two deliveries of one event or one signed payload; `nil` where nothing tells them apart.
    package let mark: UInt64?
    package let file: Int
    package let line: Int

    package init(
        receivedAt: Instant?, remoteAddress: String? = nil, path: String? = nil, status: Int? = 200,
        session: String? = nil, device: Int? = nil, needsSession: Bool = true,
        signature: SignatureCheck = .unchecked, checkin: CheckinMessage? = nil, topic: String? = nil,
        awaitsConfiguration: Bool? = nil, mark: UInt64? = nil, file: Int = 0, line: Int = 0
    ) {
        self.receivedAt = receivedAt
        self.remoteAddress = remoteAddress
        self.path = path
        self.status = status
        self.session = session
        self.device = device
        self.needsSession = needsSession
        self.signature = signature
        self.checkin = checkin
        self.topic = topic
        self.awaitsConfiguration = awaitsConfiguration
        self.mark = mark
        self.file = file
        self.line = line
    }
}

/// What a device says to the check-in endpoint of its MDM.
///
/// Source: AE 5.5; Apple's MDM protocol, `MessageType`.
package enum CheckinMessage: UInt8, Sendable, Hashable, CaseIterable {
    /// The device begins an enrolment.
    case authenticate
    /// The device can be pushed to: it is enrolled.
    case tokenUpdate
    case checkOut
    /// Any other message, such as `Connect` or `DeclarativeManagement`.
    case other

    /// The message by its name, with or without NanoMDM's `mdm.` before it.
    package init(name: String) {
        let bare = name.hasPrefix("mdm.") ? name.dropFirst(4) : name[...]
        self =
            switch bare {
            case "Authenticate": .authenticate
            case "TokenUpdate": .tokenUpdate
            case "CheckOut": .checkOut
            default: .other
            }
    }
}
