import CaseReading
import Casework
import ProbeKit
import Testing

@testable import BootTrustProbes

/// Lines as devices write them, and what is read out of them.
struct LineTests {
    private func line(_ text: String) -> DeviceLogLine {
        DeviceLogLine(at: nil, serial: "S", text: text, citation: Citation(file: "d.log"))
    }

    @Test(arguments: [
        ("Error Domain=NSURLErrorDomain Code=-1202 \"x\"", "NSURLErrorDomain", -1202),
        ("The operation couldn’t be completed. (NSURLErrorDomain error -1009.)", "NSURLErrorDomain", -1009),
        ("MCProfileErrorDomain:1000", "MCProfileErrorDomain", 1000),
        ("Domain : MCInstallationErrorDomain\nCode   : 4001", "MCInstallationErrorDomain", 4001),
        (
            "Domain=com.apple.MobileActivation.ErrorDomain Code=-4", "com.apple.MobileActivation.ErrorDomain",
            -4
        ),
    ])
    func anErrorIsReadInEveryForm(text: String, domain: String, code: Int) {
        #expect(ErrorMention.all(in: text) == [ErrorMention(domain: domain, code: code)])
    }

    @Test func errorsUnderAnErrorFollowIt() {
        let text =
            "Error Domain=MCCloudConfigErrorDomain Code=33001 {NSUnderlyingError=0x6000 {Error "
            + "Domain=NSURLErrorDomain Code=-1001}}"
        #expect(ErrorMention.all(in: text).map(\.code) == [33001, -1001])
        #expect(ErrorMention.all(in: "NSURLErrorDomain without a code, later 99").isEmpty)
        #expect(ErrorMention.all(in: "ErrorDomain").isEmpty && ErrorMention.all(in: "").isEmpty)
        let many = String(repeating: "XErrorDomain Code=1 ", count: 100)
        #expect(ErrorMention.all(in: many).count == 16)
        #expect(ErrorMention.all(in: "XErrorDomain Code=99999999999999999999").isEmpty)
    }

    /// The literal outputs of AE 6.1.
    @Test(arguments: [
        (
            "Error fetching Device Enrollment configuration: Client is not DEP enabled.",
            ConfigurationFailure.notEnrolled
        ),
        ("Error fetching Device Enrollment configuration: (34000) Client is not DEP enabled.", .notEnrolled),
        (
            "Error fetching Device Enrollment configuration: (34006) Error Domain=MCCloudConfigurationErrorDomain Code=34006 \"The cloud configuration server is unavailable.\" UserInfo={CloudConfigurationErrorType=CloudConfigurationFatalError}",
            .code(34006)
        ),
        (
            "Error fetching Device Enrollment configuration: (34000) \"The device failed to request configuration from the cloud.\"",
            .code(34000)
        ),
        ("Error Domain=MCCloudConfigurationErrorDomain Code=33005", .notEnrolled),
        ("Error Domain=MCCloudConfigurationErrorDomain Code=34008", .distrusted),
        ("Error Domain=MCCloudConfigErrorDomain Code=33001", .code(33001)),
        (
            "Error Domain=MCCloudConfigurationErrorDomain Code=34006 {Error Domain=NSURLErrorDomain Code=-1202}",
            .distrusted
        ),
    ])
    func aFailedRequestIsTold(text: String, expected: ConfigurationFailure) {
        #expect(ConfigurationFailure(line(text)) == expected)
    }

    @Test(arguments: [
        "Device Enrollment configuration:", "Enrolled via DEP: Yes", "NSURLErrorDomain Code=-1001",
        "Error fetching Device Enrollment configuration - Request too soon.  Try again later.",
    ])
    func whatIsNoFailedRequestIsNotTold(text: String) {
        #expect(ConfigurationFailure(line(text)) == nil)
    }

    @Test func everyCodeOfTheTableStandsOnceAndSaysWhoActs() {
        let codes = CloudConfigurationError.table.map(\.code)
        #expect(Set(codes).count == codes.count)
        for error in CloudConfigurationError.table {
            #expect(error.meaning.hasPrefix("says ") && error.summary.hasSuffix("."), "\(error.code)")
        }
        #expect(CloudConfigurationError.of(34004)?.owner == .apple)
        #expect(CloudConfigurationError.of(33024)?.owner == .mdm)
        #expect(CloudConfigurationError.of(34006)?.owner == .network)
    }

    @Test func theOwnerOfAFindingIsThatOfItsCode() throws {
        let facts = BootTrustFacts.logging([
            .said("Error Domain=MCCloudConfigurationErrorDomain Code=34004")
        ])
        let result = FetchesItsConfiguration().examination(of: facts)
        let finding = try #require(result.findings.first)
        #expect(finding.remedy.owner == .apple && finding.card.remedy.owner == .device)
        #expect(finding.claim.values["code"] == .count(34004))
    }

    @Test(arguments: [
        ("Trust evaluate failure: [leaf AnchorTrusted]", "AnchorTrusted", false),
        ("Trust evaluate failure: [leaf TemporalValidity] [root AnchorTrusted]", "AnchorTrusted", true),
        ("Error Domain=NSURLErrorDomain Code=-1204", "-1204", true),
        ("boringssl errSSL -9807 for host", "-9807", false),
        ("Error Domain=MCCloudConfigurationErrorDomain Code=34011", "34011", false),
    ])
    func aFailedTrustEvaluationIsTold(text: String, sign: String, isAboutTime: Bool) {
        let failure = TrustFailure(line(text))
        #expect(failure?.sign == sign && failure?.isAboutTime == isAboutTime)
    }

    @Test(arguments: [
        ("NSErrorFailingURLStringKey=https://iprofiles.apple.com/macProfile", "iprofiles.apple.com"),
        ("server certificate for \"https://MDM.example.com:8443/x\" is invalid", "mdm.example.com"),
        ("connection to gdmf.apple.com failed", "gdmf.apple.com"),
    ])
    func theHostOfALineIsNamed(text: String, host: String) {
        #expect(TrustFailure.host(in: text) == host)
    }

    @Test(arguments: ["", ".apple.com", "https://", "a .apple.com"])
    func aLineWithoutAHostNamesNone(text: String) {
        #expect(TrustFailure.host(in: text) == nil)
    }

    @Test(arguments: [
        (
            "MCInstallationErrorDomain Code=4001 The server certificate for \"https://m\" is invalid",
            InstallationFailure.Kind.certificate
        ),
        ("MCInstallationErrorDomain Code=4000", .payload),
        ("MCProfileErrorDomain Code=1000 \"Invalid Profile\"", .profile),
        ("SCEP.fw: request failed with NSOSStatusErrorDomain Code=-26276", .scep),
        ("DMCHTTPTransactionErrorDomain Code=23003", .credentials),
        ("Device Enrolment installation failed: unexpected status (403)", .refused),
        ("Profile installation failed.", .profile),
    ])
    func aFailedInstallationIsTold(text: String, kind: InstallationFailure.Kind) {
        #expect(InstallationFailure(line(text))?.kind == kind)
        #expect(kind.remedy.owner == .mdm)
    }

    @Test func theHostOfTheMDMIsKnownByItsProfile() throws {
        var facts = BootTrustFacts.logging([
            .said("NSURLErrorDomain Code=-1202 https://mdm.example.com/enroll", process: "nsurlsessiond")
        ])
        #expect(TrustsWhatItMeets().examination(of: facts).findings.isEmpty)
        facts.mdmHosts = ["mdm.example.com"]
        let finding = try #require(TrustsWhatItMeets().examination(of: facts).findings.first)
        #expect(finding.claim.paths.map(\.role) == [.mdm])
    }

    @Test func filesOfTwoDevicesAreJudgedApart() {
        func marker(_ name: String, of serial: String) -> DeviceFile {
            DeviceFile(
                serial: serial, name: name, size: 0, content: .marker([:]), citation: Citation(file: name))
        }
        let bars = EnrolmentBars.all(in: [
            marker(".cloudConfigRecordNotFound", of: "A"), marker(".cloudConfigProfileInstalled", of: "B"),
        ])
        #expect(bars.map(\.isOpen) == [true, true])
    }
}

/// How long a device may talk.
struct LongLogTests {
    /// A look at the whole log from each of its lines would take minutes.
    @Test func aLongLogOfFailuresIsJudgedInOnePass() {
        let failures = (0..<5000).map {
            DeviceLogLine.said("Error Domain=NSURLErrorDomain Code=-1204 \"not yet valid\"", second: $0)
        }
        let installed = DeviceLogLine.said("Installed configuration profile: MDM", second: 5000)
        let facts = BootTrustFacts.logging(failures + [installed])
        let clock = ContinuousClock()
        let took = clock.measure {
            #expect(KeepsTime().examination(of: facts).findings.isEmpty)
            #expect(TrustsWhatItMeets().examination(of: facts).findings.isEmpty)
        }
        #expect(took < .seconds(60))
    }
}
