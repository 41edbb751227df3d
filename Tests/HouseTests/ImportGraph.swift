/// Which modules of the house each folder may import.
enum ImportGraph {
    /// A folder under `Sources`, and what it may import of the house.
    static let sources: [String: Set<String>] = [
        "Casework": [],
        "ProbeKit": ["Casework"],
        "Diagnosis": ["ProbeKit", "Casework"],
        "CaseReading": [
            "Casework", "OpenFormats", "DeviceTriangulation", "TLSHandshake", "CertificateChains", "CZlib",
            "AccessLogs",
        ],
        "Reporting": ["Diagnosis", "ProbeKit", "Casework", "OpenFormats"],
        "PlugIns": ["ProbeKit", "Casework"],
        // Instruments: each usable alone.
        "OpenFormats": [],
        "DeviceTriangulation": ["OpenFormats"],
        "AccessLogs": ["OpenFormats", "Casework"],
        "TLSHandshake": ["CZlib"],
        "TLSDialer": ["TLSHandshake", "CertificateChains"],
        "CertificateChains": [],
        "Reflector": ["TLSHandshake"],
        "CaptureReading": ["TLSHandshake"],
        "DeviceLogs": [],
        "ServiceClients": [],
        "Lab": [],
        "CZlib": [],
        // The fuzzer needs the server in memory that the tests use.
        "fuzz-tls": ["TLSHandshake", "CertificateChains", "HandshakePeer"],
        "bench-tls": ["TLSDialer", "TLSHandshake", "CertificateChains"],
        "bench-fleet": [],
    ]

    /// The folder that knows everything.
    static let commandLine = "abm-forensics"

    /// These import nothing but the house: no Foundation, no package.
    static let pure: Set<String> = ["Casework", "ProbeKit", "Diagnosis"]

    /// What the probes of a layer may import of the house, beside what every layer may.
    static let instruments: [String: Set<String>] = [
        "3-TLSPath": ["TLSHandshake", "CertificateChains", "OpenFormats"],
        "5-BootTrust": ["TLSHandshake", "CertificateChains"],
        "6-Callbacks": ["AccessLogs", "CertificateChains"],
        "7-Supervision": ["TLSHandshake", "CertificateChains"],
    ]

    /// What the probes of every layer may import.
    static let everyProbe: Set<String> = [
        "ProbeKit", "Casework", "CaseReading", "Foundation", "FoundationEssentials",
    ]

    /// Only the command line may import these.
    static let commandLineOnly: Set<String> = ["ArgumentParser", "Logging"]
}
