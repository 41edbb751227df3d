import Testing

@testable import TLSDialer

/// What is read as a way to go, and what the refusals say.
@Suite struct RouteTests {
    private func error(_ url: String, password: String? = nil) -> RouteError? {
        do throws(RouteError) {
            _ = try Route(url: url, password: password)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("http://proxy.example.test:3128", "http://proxy.example.test:3128"),
        ("HTTP://proxy.example.test:3128/", "http://proxy.example.test:3128"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://[fe80::1%eth0]:3128", "http://[fe80::1%eth0]:3128"),
        ("socks5://192.0.2.1:1080", "socks5://192.0.2.1:1080"),
        ("socks5h://192.0.2.1:1080", "socks5://192.0.2.1:1080"),
        ("http://ana@192.0.2.1:1", "http://192.0.2.1:1"),
    ])
    func proxiesAreReadAndShownWithoutTheirUser(_ url: String, _ via: String) throws {
        #expect(try Route(url: url).via == via)
    }

    @Test func directIsTheWayWithoutAProxy() throws {
        #expect(try Route(url: "direct") == .direct)
        #expect(Route.direct.via == nil)
    }

    @Test func theUserIsPercentDecoded() throws {
        let route = try Route(url: "http://ana%40example.test@192.0.2.1:3128", password: "s3cret")
        #expect(route.proxy?.credentials?.user == "ana@example.test")
        #expect(route.proxy?.credentials?.password == "s3cret")
    }

    @Test func aUserWithoutAPasswordHasAnEmptyOne() throws {
        #expect(try Route(url: "http://token@192.0.2.1:3128").proxy?.credentials?.password == "")
    }

    @Test(arguments: [
        ("proxy.example.test:3128", RouteError.noScheme), ("", .noScheme), ("://h:1", .noScheme),
        ("ftp://h:1", .unknownScheme("ftp")), ("socks4://h:1", .unknownScheme("socks4")),
        ("http://h", .noPort(.http)), ("https://h:0", .noPort(.https)),
        ("socks5://h:65536", .noPort(.socks5)),
        ("http://h:", .noPort(.http)), ("http://2001:db8::1:3128", .noPort(.http)),
        ("http://", .noHost), ("http://:3128", .noHost), ("http://ana@:3128", .noHost),
        ("http://[abc]:1", .badAddress("abc")), ("http://[192.0.2.1]:1", .badAddress("192.0.2.1")),
        ("http://h:1/path", .path), ("http://h:1?q", .path), ("http://h:1#f", .path),
        ("http://h\u{FC}:1", .noPort(.http)), ("http://h:1:2", .noPort(.http)),
        ("http://@h:1", .badUser), ("http://a%2@h:1", .badUser), ("http://a%zz@h:1", .badUser),
        ("http://%ff@h:1", .badUser), ("http://a%0Ab@h:1", .controlCharacter(in: "user name")),
        ("http://a%3Ab@h:1", .colonInUser),
    ])
    func whatIsNoWayIsNamed(_ url: String, _ expected: RouteError) {
        #expect(error(url) == expected)
    }

    @Test(arguments: [
        "http://ana:hunter2@h:1", "http://ana:@h:1", "http://ana:hun@ter2@h:1", "wat://ana:hunter2@h:1",
        "http://ana:hunter2@", "http://ana:hunter2@h/path",
    ])
    func aPasswordInTheURLIsRefusedAndNotRepeated(_ url: String) {
        #expect(error(url) == .passwordInURL)
        #expect(error(url)?.description.contains("hunter2") == false)
    }

    @Test func aSecretBeforeTheSchemeIsNotRepeated() {
        #expect(error("ana:hunter2@h://x:1") == .noScheme)
    }

    @Test func credentialsThatCannotBeSaidAreRefused() {
        #expect(error("http://h:1", password: "x") == .passwordWithoutUser)
        #expect(error("http://ana@h:1", password: "a\r\nX: y") == .controlCharacter(in: "password"))
        let long = String(repeating: "p", count: 256)
        #expect(error("http://ana@h:1", password: long) == nil)
        #expect(
            error("socks5://ana@h:1", password: long)
                == .credentialTooLong("password", bytes: 256, limit: 255))
        let longer = String(repeating: "p", count: 4_097)
        #expect(
            error("http://ana@h:1", password: longer)
                == .credentialTooLong("password", bytes: 4_097, limit: 4_096))
        #expect(error("http://" + String(repeating: "h", count: 2_042)) == .tooLong(bytes: 2_049))
    }

    @Test func noDescriptionShowsThePassword() throws {
        let route = try Route(url: "http://ana@h:1", password: "hunter2")
        var dumped = ""
        dump(route, to: &dumped)
        for text in ["\(route)", String(reflecting: route), dumped] { #expect(!text.contains("hunter2")) }
    }

    @Test func aProxyIsAskedForTheNameOrForTheGivenAddress() {
        var target = DialTarget(host: "mdm.example.test", port: 8443)
        #expect(Route.destination(of: target).description == "mdm.example.test:8443")
        target.connect = Endpoint(host: "2001:db8::7", port: 443)
        #expect(Route.destination(of: target).description == "[2001:db8::7]:443")
    }
}
