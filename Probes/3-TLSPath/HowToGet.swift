/// How to get the evidence of this layer: part of every report that lacks it.
enum HowToGet {
    static let handshakes = """
        measure the path: "abm-forensics path HOST --format json --output path.json", and add \
        the file as a handshakes entry
        """
    static let chains = """
        repeat the measurement with --raw, so that the transcript holds the certificates, and name the expected roots \
        under expect.anchors
        """
    static let baseline = """
        measure both ways to one host: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct", and \
        add its JSON as a handshakes entry
        """
    static let ladder = """
        let the path vary its ClientHello: "abm-forensics path HOST --ladder", with --via where there is a proxy, and \
        add its JSON as a handshakes entry
        """
    static let keys = """
        resume sessions over both ways: "abm-forensics path HOST --via http://GATEWAY:3128 --baseline direct \
        --resumption", and add its JSON as a handshakes entry
        """
    static let hops = "look for the hop: \"abm-forensics path HOST --locate\", from where the devices are"
    static let reflection = """
        run "abm-forensics reflect" at the far end and dial it over the path: "abm-forensics path HOST \
        --reflector ADDR:PORT"; or add what it recorded as a reflections entry
        """
    static let appleHosts = """
        try all hosts and ports of Apple's list from where the devices are: "abm-forensics path --apple-hosts"
        """
    static let diagnostics = """
        nothing is lost without it: where the tenant has a diagnostic endpoint, add a HAR file with its answer as an \
        exchanges entry
        """
}
