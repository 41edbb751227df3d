import Testing
@testable import Reporting

@Test(arguments: [60, 80, 100, 140]) func theReportReadsAsCommitted(width: Int) {
    expectSnapshot(TextReport(Sample.report, style: TextStyle(width: width)).text, "report-\(width).txt")
}

@Test func theOtherDetailsReadAsCommitted() {
    expectSnapshot(TextReport(Sample.report, style: TextStyle(detail: .quiet)).text, "report-quiet.txt")
    expectSnapshot(TextReport(Sample.report, style: TextStyle(detail: .verbose)).text, "report-verbose.txt")
    expectSnapshot(TextReport(Sample.report, style: TextStyle(unicode: false)).text, "report-ascii.txt")
    expectSnapshot(TextReport(Report(Sample.input(Sample.calm))).text, "report-calm.txt")
    expectSnapshot(TextReport(Report(Sample.input(Sample.blind))).text, "report-blind.txt")
}

@Test func theCanonicalReportIsAsCommitted() {
    expectSnapshot(JSONReport(Sample.report).text, "report.json")
}

@Test func thePathReportReadsAsCommitted() {
    expectSnapshot(PathText(Sample.path, style: TextStyle()).text, "path.txt")
    expectSnapshot(Sample.path.json.pretty, "path.json")
}

@Test func theDeviceReadsAsCommitted() {
    expectSnapshot(DeviceText(Sample.device, style: TextStyle(width: 110)).text, "device.txt")
    expectSnapshot(DeviceText(Sample.device, style: TextStyle(width: 60)).text, "device-60.txt")
    expectSnapshot(Sample.device.json.pretty, "device.json")
}

@Test func theCardsReadAsCommitted() {
    let explain = ExplainText(probes: Sample.probes)
    expectSnapshot(explain.text(of: Sample.throttled), "explain-throttled.txt")
    expectSnapshot(explain.text(of: Sample.intercepted), "explain-intercepted.txt")
    expectSnapshot(explain.text(of: Sample.assigned), "explain-assigned.txt")
    expectSnapshot(explain.text(of: Sample.probes[0]), "probe.txt")
    expectSnapshot(ProbeList(Sample.probes).text(), "probes.txt")
    expectSnapshot(ProbeList(Sample.probes).json.pretty, "probes.json")
}
