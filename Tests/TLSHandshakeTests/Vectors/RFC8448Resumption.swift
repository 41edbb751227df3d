import TLSHandshake

/// The ClientHello of RFC 8448 section 4, up to its binders.
enum RFC8448Resumption {
    /// From the header to the padding, whose 87 zeros are left out.
    private static let start = """
        010001fc03031bc3ceb6bbe39cff938355b5a50adb6db21b7a6af649d7b4bc419d7876487d95000006130113031302010001
        cd0000000b0009000006736572766572ff01000100000a00140012001d001700180019010001010102010301040033002600
        24001d0020e4ffb68ac05f8d96c99da26698346c6be16482badddafe051a66b4f18d668f0b002a0000002b0003020304000d
        0020001e040305030603020308040805080604010501060102010402050206020202002d00020101001c0002400100150057
        """
    private static let key = """
        002900dd00b800b22c035d829359ee5ff7af4ec900000000262a6494dc486d2c8a34cb33fa90bf1b0070ad3c498883c9367c
        09a2be785abc55cd226097a3a982117283f82a03a143efd3ff5dd36d64e861be7fd61d2827db279cce145077d454a3664d4e
        6da4d29ee03725a6a4dafcd0fc67d2aea70529513e3da2677fa5906c5b3f7d8f92f228bda40dda721470f9fbf297b5aea617
        646fac5c03272e970727c621a79141ef5f7de6505e5bfbc388e93343694093934ae4d357fad6aacb
        """
    static let ticketAge: UInt32 = 0xFAD6_AACB

    static var truncatedHello: [UInt8] {
        (Hex.decode(start) ?? []) + [UInt8](repeating: 0, count: 0x57) + (Hex.decode(key) ?? [])
    }
}
