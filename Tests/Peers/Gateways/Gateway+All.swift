extension Gateway {
    /// Every program in every mode that Debian or PyPI brings; the silences are cut short.
    static let all: [Gateway] =
        squids + [
            mitmproxyRegular, mitmproxy12, mitmproxyHTTP1, mitmproxyIgnoring, mitmproxyReverse, nginxDefaults,
            nginxRenaming, nginxHidingDefaults, nginxHidingRenaming, nginxPassing, haproxyPassing,
            haproxyRenaming, haproxyMaximum12, haproxyForced12,
            haproxyStalling(.milliseconds(1_200)), haproxySlow(.milliseconds(700)), stunnel, sslh, sniproxy,
            tinyproxy, tinyproxyDenying, tinyproxyAsking, microsocks, dante, danteDenying,
        ]
}
