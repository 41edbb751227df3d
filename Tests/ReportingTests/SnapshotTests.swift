import ForensicsTestKit
import Testing
@testable import Reporting

@Test(arguments: [60, 80, 100, 140]) func theReportReadsAsCommitted(width: Int) {
    expectSnapshot(
        TextReport(Sample.report, style: TextStyle(width: width)).text, named: "report-\(width).txt")
}

@Test func theOtherDetailsReadAsCommitted() {
    expectSnapshot(
        TextReport(Sample.report, style: TextStyle(detail: .quiet)).text, named: "report-quiet.txt")
    expectSnapshot(
        TextReport(Sample.report, style: TextStyle(detail: .verbose)).text, named: "report-verbose.txt")
    expectSnapshot(
        TextReport(Sample.report, style: TextStyle(unicode: false)).text, named: "report-ascii.txt")
    expectSnapshot(TextReport(Report(Sample.input(Sample.calm))).text, named: "report-calm.txt")
    expectSnapshot(TextReport(Report(Sample.input(Sample.blind))).text, named: "report-blind.txt")
}

@Test func theCanonicalReportIsAsCommitted() {
    expectSnapshot(JSONReport(Sample.report).text, named: "report.json")
}

@Test func thePathReportReadsAsCommitted() {
    expectSnapshot(PathText(Sample.path, style: TextStyle()).text, named: "path.txt")
    expectSnapshot(Sample.path.json.pretty, named: "path.json")
}

@Test func theDeviceReadsAsCommitted() {
    expectSnapshot(DeviceText(Sample.device, style: TextStyle(width: 110)).text, named: "device.txt")
    expectSnapshot(DeviceText(Sample.device, style: TextStyle(width: 60)).text, named: "device-60.txt")
    expectSnapshot(Sample.device.json.pretty, named: "device.json")
}

@Test func theCardsReadAsCommitted() {
    let explain = ExplainText(probes: Sample.probes)
    expectSnapshot(explain.text(of: Sample.throttled), named: "explain-throttled.txt")
    expectSnapshot(explain.text(of: Sample.intercepted), named: "explain-intercepted.txt")
    expectSnapshot(explain.text(of: Sample.assigned), named: "explain-assigned.txt")
    expectSnapshot(explain.text(of: Sample.probes[0]), named: "probe.txt")
    expectSnapshot(ProbeList(Sample.probes).text(), named: "probes.txt")
    expectSnapshot(ProbeList(Sample.probes).json.pretty, named: "probes.json")
}
