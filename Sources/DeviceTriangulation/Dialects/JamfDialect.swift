extension DeviceDialect {
    /// Jamf Pro's computers, mobile devices and ADE devices.
    ///
    /// Source: `apple-enrollment.md` 5.1.
    ///
    /// Enrolled is proved by `remoteManagement.managed`, `managed`, `mdmCapable.capable` or
    /// `lastEnrolledDate`; one denial outweighs the proofs, because the date outlives the management.
    /// `syncState.syncStatus` is free text and decides nothing.
    package static let jamfPro = DeviceDialect(
        "jamf-pro", aliases: ["jamf"], listKeys: ["results"],
        shapes: [jamfComputer, jamfMobileDetail, jamfADEDevice, jamfMobile])

    private static let jamfComputer = RecordShape(
        "jamf-pro computers-inventory", roles: [.mdm],
        telling: ["hardware.serialNumber", "general.lastContactTime", "general.remoteManagement"],
        known: """
            id general hardware operatingSystem security diskEncryption localUserAccounts purchasing
            printers storage applications userAndLocation configurationProfiles services plugins
            licensedSoftware softwareUpdates certificates packageReceipts attachments extensionAttributes
            groupMemberships fonts contentCaching ibeacons general.name general.lastIpAddress
            general.lastReportedIp general.lastReportedIpV4 general.lastReportedIpV6
            general.jamfBinaryVersion general.platform general.barcode1 general.barcode2 general.assetTag
            general.remoteManagement general.remoteManagement.managementUsername general.mdmCapable
            general.mdmCapable.capableUsers general.mdmCapable.userManagementInfo general.reportDate
            general.lastLoggedInUsernameSelfService general.lastLoggedInUsernameSelfServiceTimestamp
            general.lastLoggedInUsernameBinary general.lastLoggedInUsernameBinaryTimestamp
            general.lastCloudBackupDate general.mdmProfileExpiration general.initialEntryDate
            general.distributionPoint general.enrollmentMethod general.site general.site.id
            general.itunesStoreAccountActive general.userApprovedMdm
            general.declarativeDeviceManagementEnabled general.extensionAttributes general.managementId
            hardware.make hardware.model hardware.processorSpeedMhz hardware.processorCount
            hardware.coreCount hardware.processorType hardware.processorArchitecture hardware.busSpeedMhz
            hardware.cacheSizeKilobytes hardware.networkAdapterType hardware.macAddress
            hardware.altNetworkAdapterType hardware.altMacAddress hardware.totalRamMegabytes
            hardware.openRamSlots hardware.batteryCapacityPercent hardware.batteryHealth hardware.smcVersion
            hardware.nicSpeed hardware.opticalDrive hardware.bootRom hardware.bleCapable
            hardware.supportsIosAppInstalls hardware.appleSilicon hardware.provisioningUdid
            hardware.extensionAttributes operatingSystem.name operatingSystem.build
            operatingSystem.supplementalBuildVersion operatingSystem.rapidSecurityResponse
            operatingSystem.activeDirectoryStatus operatingSystem.fileVault2Status
            operatingSystem.softwareUpdateDeviceId operatingSystem.extensionAttributes security.sipStatus
            security.gatekeeperStatus security.xprotectVersion security.autoLoginDisabled
            security.remoteDesktopEnabled security.recoveryLockEnabled security.firewallEnabled
            security.secureBootLevel security.externalBootLevel security.bootstrapTokenAllowed
            security.bootstrapTokenEscrowedStatus security.lastAttestationAttempt
            security.lastSuccessfulAttestation security.attestationStatus
            """,
        [
            PathRule("hardware.serialNumber", .serial),
            PathRule("udid", .udid),
            PathRule("general.lastContactTime", .time(.contactAt)),
            PathRule("general.lastEnrolledDate", .time(.enrolledAt), .proof),
            PathRule("general.mdmCapable.capable", .flag(.enrolled)),
            PathRule("general.remoteManagement.managed", .flag(.enrolled)),
            PathRule("general.supervised", .flag(.supervised)),
            PathRule("general.enrolledViaAutomatedDeviceEnrollment", .flag(.viaADE)),
            PathRule("general.site.name", .name(.site)),
            PathRule("security.activationLockEnabled", .flag(.activationLocked)),
            PathRule("hardware.modelIdentifier", .name(.model)),
            PathRule("operatingSystem.version", .name(.os)),
        ])

    /// `enrollmentMethodPrestage` names the prestage that enrolled the device; null is another way to enrol.
    private static let jamfMobileDetail = RecordShape(
        "jamf-pro mobile-devices detail", roles: [.mdm], telling: ["mobileDeviceId"],
        known: """
            mobileDeviceId deviceType general hardware userAndLocation purchasing security applications
            ebooks network serviceSubscriptions certificates profiles userProfiles provisioningProfiles
            sharedUsers groups extensionAttributes general.displayName general.assetTag general.siteId
            general.osBuild general.osSupplementalBuildVersion general.osRapidSecurityResponse
            general.softwareUpdateDeviceId general.ipAddress general.deviceOwnershipType
            general.enrollmentSessionTokenValid general.mdmProfileExpirationDate general.timeZone
            general.declarativeDeviceManagementEnabled general.managementId general.initialEntryDate
            general.airPlayPassword general.locales general.languages general.shared general.tethered
            general.extensionAttributes hardware.model hardware.modelNumber hardware.wifiMacAddress
            hardware.bluetoothMacAddress hardware.capacityMb hardware.availableSpaceMb
            hardware.usedSpacePercentage hardware.batteryLevel hardware.batteryHealth
            hardware.modemFirmwareVersion hardware.deviceId hardware.extensionAttributes
            hardware.bluetoothLowEnergyCapable
            """,
        [
            PathRule("hardware.serialNumber", .serial),
            PathRule("general.udid", .udid),
            PathRule("general.lastInventoryUpdateDate", .time(.contactAt)),
            PathRule("general.lastEnrolledDate", .time(.enrolledAt), .proof),
            PathRule("general.managed", .flag(.enrolled)),
            PathRule("general.supervised", .flag(.supervised)),
            PathRule("general.enrollmentMethodPrestage", .flag(.viaADE), .presence),
            PathRule("security.activationLockEnabled", .flag(.activationLocked)),
            PathRule("hardware.modelIdentifier", .name(.model)),
            PathRule("general.osVersion", .name(.os)),
        ])

    private static let jamfADEDevice = RecordShape(
        "jamf-pro device-enrollments device", roles: [.ade],
        telling: ["profileStatus", "syncState", "prestageId", "deviceEnrollmentProgramInstanceId"],
        known: """
            id prestageId description color assetTag syncState syncState.id syncState.serialNumber
            syncState.syncStatus syncState.failureCount syncState.timestamp
            """,
        [
            PathRule("serialNumber", .serial),
            PathRule("profileStatus", .word(.adeStatus)),
            PathRule("syncState.profileUUID", .name(.profileID)),
            PathRule("profileAssignTime", .time(.assignedAt)),
            PathRule("profilePushTime", .time(.pushedAt)),
            PathRule("deviceAssignedDate", .time(.modifiedAt)),
            PathRule("model", .name(.model)),
            PathRule("deviceEnrollmentProgramInstanceId", .name(.server)),
        ])

    private static let jamfMobile = RecordShape(
        "jamf-pro mobile-devices", roles: [.mdm],
        telling: [
            "managed", "managementId", "softwareUpdateDeviceId", "lastInventoryUpdateTimestamp",
            "lastEnrollmentTimestamp",
        ],
        known: "id name phoneNumber wifiMacAddress username type managementId softwareUpdateDeviceId model",
        [
            PathRule("serialNumber", .serial),
            PathRule("udid", .udid),
            PathRule("managed", .flag(.enrolled)),
            PathRule("supervised", .flag(.supervised)),
            PathRule("modelIdentifier", .name(.model)),
            PathRule("osVersion", .name(.os)),
            PathRule("lastInventoryUpdateTimestamp", .time(.contactAt)),
            PathRule("lastEnrollmentTimestamp", .time(.enrolledAt), .proof),
        ])
}
