// swift-tools-version: 6.3
import PackageDescription

/// One list for every target: Swift 6 mode plus what it still leaves off, so that no target is laxer than another.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
    .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
    .strictMemorySafety(),  // SE-0458
    .treatAllWarnings(as: .error),  // SE-0443
]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let customDump: Target.Dependency = .product(name: "CustomDump", package: "swift-custom-dump")
/// Without it a failing `expectNoDifference` passes on Linux; HouseTests keeps a canary.
let issueReporting: Target.Dependency = .product(
    name: "IssueReportingTestSupport", package: "xctest-dynamic-overlay")

/// A library of the house, in `Sources/NAME`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

/// The probes of one layer, in `Probes/N-NAME`.
func probes(_ number: Int, _ name: String, _ instruments: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Probes", dependencies: ["ProbeKit", "Casework", "CaseReading"] + instruments,
        path: "Probes/\(number)-\(name)", swiftSettings: house)
}

/// Tests of one library, in `Tests/NAMETests`.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["ForensicsTestKit", customDump], exclude: exclude,
        swiftSettings: house)
}

let everyLayer: [Target.Dependency] = [
    "TenantHealthProbes", "DeviceStateProbes", "TLSPathProbes", "ADETokenProbes", "BootTrustProbes",
    "CallbacksProbes", "SupervisionProbes",
]

let package = Package(
    name: "abm-forensics",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "abm-forensics", targets: ["abm-forensics"]),
        .library(name: "ProbeKit", targets: ["ProbeKit", "Casework"]),
        .library(name: "TLSHandshake", targets: ["TLSHandshake"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/onevcat/Rainbow", exact: "4.2.2"),
        .package(url: "https://github.com/pointfreeco/swift-custom-dump", exact: "1.7.3"),
        .package(url: "https://github.com/pointfreeco/xctest-dynamic-overlay", exact: "1.13.1"),
    ],
    targets: [
        // Vocabulary and judgement.
        library("Casework"),
        library("ProbeKit", ["Casework"]),
        library("Diagnosis", ["ProbeKit", "Casework"]),
        library(
            "Reporting",
            [
                "Diagnosis", "ProbeKit", "Casework", "OpenFormats",
                .product(name: "Rainbow", package: "Rainbow"),
            ]),

        // Instruments: each usable alone, none knows of cases or probes.
        library("OpenFormats"),
        library("DeviceTriangulation", ["OpenFormats"]),
        library("AccessLogs", ["OpenFormats", "Casework"]),
        library("TLSHandshake", [crypto, cryptoExtras, asn1, "CZlib"]),
        library("CertificateChains", [x509, asn1, crypto]),
        library(
            "TLSDialer",
            [
                "TLSHandshake", "CertificateChains", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        library(
            "Reflector",
            [
                "TLSHandshake", crypto, x509, asn1, .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        // The case and the world outside.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        library(
            "CaseReading",
            [
                "Casework", "OpenFormats", "DeviceTriangulation", "AccessLogs", "CZlib", crypto,
                .product(name: "Yams", package: "Yams"),
            ]),
        library(
            "PlugIns",
            ["ProbeKit", "Casework", crypto, .product(name: "Subprocess", package: "swift-subprocess")]),

        // The questions, layer by layer.
        probes(1, "TenantHealth"),
        probes(2, "DeviceState"),
        probes(3, "TLSPath", ["TLSHandshake", "CertificateChains"]),
        probes(4, "ADEToken"),
        probes(5, "BootTrust", ["CertificateChains"]),
        probes(6, "Callbacks", ["AccessLogs", "CertificateChains"]),
        probes(7, "Supervision", ["CertificateChains"]),

        // What people start.
        .executableTarget(
            name: "abm-forensics",
            dependencies: [
                "Casework", "ProbeKit", "Diagnosis", "Reporting", "CaseReading", "PlugIns", "OpenFormats",
                "AccessLogs", "DeviceTriangulation", "TLSHandshake", "TLSDialer", "CertificateChains",
                "Reflector",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ] + everyLayer,
            swiftSettings: house),
        .executableTarget(
            name: "fuzz-tls", dependencies: ["TLSHandshake", "HandshakePeer", "CertificateChains"],
            swiftSettings: house),

        .executableTarget(
            name: "bench-tls", dependencies: ["TLSDialer", "TLSHandshake", "CertificateChains"],
            swiftSettings: house),
        .executableTarget(name: "bench-fleet", swiftSettings: house),

        // Tests. HandshakePeer is a small TLS server in memory; Peers starts real ones.
        .target(
            name: "ForensicsTestKit", dependencies: ["ProbeKit", "OpenFormats", customDump, issueReporting],
            path: "Tests/ForensicsTestKit", swiftSettings: house),
        .target(
            name: "HandshakePeer", dependencies: ["TLSHandshake", "CZlib", crypto, cryptoExtras, asn1],
            path: "Tests/HandshakePeer", swiftSettings: house),
        tests("CaseworkTests", ["Casework"]),
        tests("ProbeKitTests", ["ProbeKit", "Casework"]),
        tests("DiagnosisTests", ["Diagnosis", "ProbeKit", "Casework"]),
        tests("OpenFormatsTests", ["OpenFormats"], exclude: ["Conformance/strict_json.py"]),
        tests("DeviceTriangulationTests", ["DeviceTriangulation", "OpenFormats"]),
        tests("AccessLogsTests", ["AccessLogs", "Casework", "OpenFormats"]),
        tests("TLSHandshakeTests", ["TLSHandshake", "HandshakePeer", crypto, cryptoExtras, asn1]),
        tests("CertificateChainsTests", ["CertificateChains", crypto, cryptoExtras, x509, asn1]),
        tests(
            "Peers",
            [
                "TLSDialer", "TLSHandshake", "CertificateChains", "HandshakePeer", "Reflector", "OpenFormats",
                "TLSPathProbes", "Diagnosis", "ProbeKit", "Casework", "abm-forensics",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ], exclude: ["TLSLite/tlslite_server.py"]),
        tests(
            "ReflectorTests",
            [
                "Reflector", "TLSDialer", "TLSHandshake", "CertificateChains", crypto,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests(
            "CaseReadingTests",
            ["CaseReading", "DeviceTriangulation", "Casework", "OpenFormats", "AccessLogs", "CZlib", crypto]),
        tests("VerdictTests", ["abm-forensics", "CaseReading", "Diagnosis", "ProbeKit", "Casework"]),
        tests("TenantHealthProbesTests", ["TenantHealthProbes", "ProbeKit", "Casework", "CaseReading"]),
        tests("PlugInsTests", ["PlugIns", "ProbeKit", "Casework"]),
        tests("ReportingTests", ["Reporting", "Diagnosis", "ProbeKit", "Casework"], exclude: ["Snapshots"]),
        tests(
            "TLSPathProbesTests",
            [
                "TLSPathProbes", "ADETokenProbes", "ProbeKit", "Casework", "CaseReading", "CertificateChains",
                "TLSHandshake",
            ]),
        tests(
            "CallbacksProbesTests", ["CallbacksProbes", "ProbeKit", "Casework", "CaseReading", "AccessLogs"]),
        tests("DeviceStateProbesTests", ["DeviceStateProbes", "ProbeKit", "Casework", "CaseReading"]),
        tests("ADETokenProbesTests", ["ADETokenProbes", "ProbeKit", "Casework", "CaseReading"]),
        tests("BootTrustProbesTests", ["BootTrustProbes", "ProbeKit", "Casework", "CaseReading"]),
        tests("SupervisionProbesTests", ["SupervisionProbes", "ProbeKit", "Casework", "CaseReading"]),
        tests(
            "CommandTests", ["abm-forensics", "OpenFormats", "TLSHandshake", crypto], exclude: ["Snapshots"]),
        tests("HouseTests", ["ProbeKit"] + everyLayer),
    ]
)
