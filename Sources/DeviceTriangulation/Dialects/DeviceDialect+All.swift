extension DeviceDialect {
    /// Every dialect, the most particular first: recognition breaks ties in this order.
    package static let all: [DeviceDialect] = [
        .fieldGuide, .axm, .jamfPro, .intune, .fleet, .nanomdm, .simplemdm, .mosyle, .dep, .iru, .guardmdm,
        .abmPortal, .jamfCSV, .intuneCSV, .generic,
    ]
}
