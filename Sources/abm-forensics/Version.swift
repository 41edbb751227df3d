/// What this tool calls itself.
enum Version {
    static let tool = "abm-forensics"
    static let text = "0.1.0"
}
