extension DeviceDialect {
    /// Microsoft Intune: the devices that Apple's service told it of, and the devices that it manages.
    ///
    /// Source: `apple-enrollment.md` 5.2.
    ///
    /// A null `requestedEnrollmentProfileId` is a device without an enrolment profile. `pendingReset` and
    /// `blocked` are states of enrolled devices; `failed` and `notContacted` of others. A date of the year 1
    /// is Graph's way to say never.
    package static let intune = DeviceDialect(
        "intune", aliases: ["microsoft-intune"], listKeys: ["value"],
        shapes: [intuneIdentity, intuneManagedDevice])

    private static let intuneIdentity = RecordShape(
        "intune importedAppleDeviceIdentity", roles: [.ade, .mdm],
        telling: [
            "requestedEnrollmentProfileId", "requestedEnrollmentProfileAssignmentDateTime", "discoverySource",
        ],
        known: "@odata.type @odata.id @odata.etag id discoverySource createdDateTime description platform",
        meanings: [
            WordMeaning(.status, "enrolled", .answer(.enrolled, true)),
            WordMeaning(.status, "pending_reset", .answer(.enrolled, true)),
            WordMeaning(.status, "blocked", .answer(.enrolled, true)),
            WordMeaning(.status, "failed", .answer(.enrolled, false)),
            WordMeaning(.status, "not_contacted", .answer(.enrolled, false)),
        ],
        [
            PathRule("serialNumber", .serial),
            PathRule("requestedEnrollmentProfileId", .name(.profileID), .assignment),
            PathRule("requestedEnrollmentProfileAssignmentDateTime", .time(.assignedAt)),
            PathRule("isSupervised", .flag(.supervised)),
            PathRule("isDeleted", .flag(.released)),
            PathRule("lastContactedDateTime", .time(.contactAt)),
            PathRule("enrollmentState", .word(.status)),
        ])

    private static let intuneManagedDevice = RecordShape(
        "intune managedDevice", roles: [.mdm],
        telling: [
            "enrolledDateTime", "lastSyncDateTime", "managementAgent", "deviceEnrollmentType",
            "deviceRegistrationState", "managedDeviceName",
        ],
        known: """
            @odata.type @odata.id @odata.etag id userId deviceName managedDeviceOwnerType managementState
            operatingSystem complianceState jailBroken managementAgent easActivated easDeviceId
            easActivationDateTime aadRegistered azureADRegistered azureADDeviceId activationLockBypassCode
            emailAddress deviceRegistrationState deviceCategoryDisplayName
            exchangeLastSuccessfulSyncDateTime exchangeAccessState exchangeAccessStateReason
            remoteAssistanceSessionUrl remoteAssistanceSessionErrorDetails isEncrypted userPrincipalName
            manufacturer imei complianceGracePeriodExpirationDateTime phoneNumber androidSecurityPatchLevel
            userDisplayName configurationManagerClientEnabledFeatures wiFiMacAddress
            deviceHealthAttestationState subscriberCarrier meid totalStorageSpaceInBytes
            freeStorageSpaceInBytes managedDeviceName partnerReportedThreatState
            requireUserEnrollmentApproval managementCertificateExpirationDate iccid notes ethernetMacAddress
            physicalMemoryInBytes enrollmentProfileName deviceActionResults usersLoggedOn
            hardwareInformation ownerType deviceType autopilotEnrolled chassisType joinType skuFamily
            """,
        meanings: [
            WordMeaning(.method, "applebulkwithuser", .answer(.viaADE, true)),
            WordMeaning(.method, "applebulkwithoutuser", .answer(.viaADE, true)),
            WordMeaning(.method, "userenrollment", .answer(.viaADE, false)),
            WordMeaning(.method, "deviceenrollmentmanager", .answer(.viaADE, false)),
            WordMeaning(.method, "appleuserenrollment", .answer(.viaADE, false)),
            WordMeaning(.method, "appleuserenrollmentwithserviceaccount", .answer(.viaADE, false)),
        ],
        [
            PathRule("serialNumber", .serial),
            PathRule("udid", .udid),
            PathRule("enrolledDateTime", .time(.enrolledAt), .proof),
            PathRule("lastSyncDateTime", .time(.contactAt)),
            PathRule("isSupervised", .flag(.supervised)),
            PathRule("deviceEnrollmentType", .word(.method)),
            PathRule("model", .name(.model)),
            PathRule("osVersion", .name(.os)),
        ])
}
