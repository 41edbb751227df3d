import ProbeKit

/// A code of the cloud-configuration service, with what it means and who must act.
///
/// Source: AE 6.5; the numbers are read out of the system's code and confirmed by reports from the field.
struct CloudConfigurationError: Sendable {
    let code: Int
    /// What the code says, as the rest of a sentence that begins with it.
    let meaning: String
    let owner: Owner
    /// One sentence in the imperative.
    let summary: String
    let steps: [String]

    init(_ code: Int, _ meaning: String, _ owner: Owner, _ summary: String, _ steps: [String] = []) {
        self.code = code
        self.meaning = meaning
        self.owner = owner
        self.summary = summary
        self.steps = steps
    }

    var remedy: Remedy {
        Remedy(
            owner, summary, steps: steps + [Self.askAgain],
            commands: ["sudo profiles renew -type enrollment"],
            references: ["AE 6.5, read out of the system's code"])
    }

    private static let askAgain =
        "Then let the device ask again: start it over, or on a Mac that is set up run the command below."

    static func of(_ code: Int) -> Self? { table.first { $0.code == code } }

    /// A code that no table explains.
    static func unknown(_ code: Int) -> Self {
        Self(
            code, "is a code that is not decoded here", .device,
            "Read the whole error with what lies under it, and look the code up.",
            ["Take the lines of teslad or cloudconfigurationd around it from the device's log."])
    }

    /// Codes of `MCCloudConfigurationErrorDomain`, and those of `MCCloudConfigErrorDomain` on iOS.
    static let table = answers + service + iOS

    private static let assign = [
        "Read the device's record at the enrolment service: profile_status and profile_uuid.",
        "Assign an enrolment profile to it in the MDM and wait until the service says assigned.",
    ]

    private static let answers: [Self] = [
        .init(
            33002, "says that the configuration is not valid", .mdm,
            "Correct the enrolment profile in the MDM and assign it again.",
            ["Compare its URL, its anchor certificates and its skip keys with Apple's definition."]),
        .init(
            33014, "says that the request's nonce had expired", .device,
            "Set the device's clock, then let it ask again.", ["Let UDP 123 to time.apple.com through."]),
        .init(
            33016, "says that the request's signature is not valid", .device,
            "Let the device get a new identity: start it over on an open network.",
            ["Let humb.apple.com and albert.apple.com through without inspection."]),
        .init(
            33017, "says that the device's configuration is not active: taken away, or the device released",
            .tenant, "Check that the device is still in the organisation and assigned; assign it again.",
            assign),
        .init(
            33018, "says that the device is enrolled already", .device,
            "Erase the device before it is added again with Apple Configurator."),
        .init(
            33023, "says that the service could not verify the device's identity", .device,
            "Let the device get its identity anew: start it over on an open network, cooled down.",
            ["Let humb.apple.com and albert.apple.com through without inspection."]),
        .init(
            33024, "says that no configuration was found for the device", .mdm,
            "Assign an enrolment profile to the device in the MDM.", assign),
        .init(
            33025, "says that the device was not found", .tenant,
            "Add the serial number to the organisation, or find out who holds it.",
            ["Compare the serial number on the device with the one in the tenant."]),
        .init(
            34007, "says that the service could not verify the device's identity", .device,
            "Let the device get its identity anew: start it over on an open network, cooled down.",
            ["Let humb.apple.com and albert.apple.com through without inspection."]),
    ]

    private static let service: [Self] = [
        .init(
            34000, "says that the device could not ask for its configuration", .network,
            "Open the way from the device's network to iprofiles.apple.com, without inspection.",
            [
                "Measure the path from the device's network.",
                "Look into the device's hosts file if the network is in order.",
            ]),
        .init(
            34003, "says that the configuration has a form that the device does not take", .mdm,
            "Save the enrolment profile in the MDM anew and assign it again."),
        .init(
            34004, "says that Apple's service is down or busy; it can come with an HTTP 200", .apple,
            "Look at Apple's system status, wait, and open a case with Apple if it lasts.",
            [
                "If one device alone has it, unassign it in the tenant, wait, and assign it again: its record may be broken.",
                "Give Apple the serial number and the time of the failure.",
            ]),
        .init(
            34005, "says that Apple's service is busy and asks to come again later", .apple,
            "Wait and let the device ask again; open a case with Apple if it lasts."),
        .init(
            34006, "says that the device gave up after its last attempt", .network,
            "Read the error that lies under it and remove that one; most often it is the network.",
            [
                "-1001, -1003, -1004 or -1009 under it: the network.",
                "UCRT under it: the device's identity, which L5-ATTESTATION-UNAVAILABLE speaks of.",
            ]),
    ]

    private static let iOS: [Self] = [
        .init(
            33000, "says that the MDM asks for credentials", .mdm,
            "Give the user credentials that the MDM takes, or take the demand out of the profile."),
        .init(
            33001, "says that the configuration could not be retrieved", .network,
            "Look for the error under it; without one, open the way to iprofiles.apple.com.",
            ["Measure the path from the device's network."]),
        .init(
            33003, "says that the device is not activated", .device, "Activate the device first.",
            ["Let albert.apple.com, humb.apple.com and tbsc.apple.com through without inspection."]),
        .init(
            33004, "says that the device must be configured by automated enrolment", .device,
            "Erase the device and let Setup Assistant enrol it."),
    ]
}
