package import CertificateChains

/// A reading of the wall clock, to the millisecond, in UTC.
package struct WallTime: Sendable, Hashable {
    package let millisecondsSince1970: Int64

    package init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// The moment as certificates count it.
    package var toTheSecond: CertificateTime {
        CertificateTime(secondsSince1970: seconds)
    }

    /// RFC 3339 with three decimals and `Z`.
    package var rfc3339: String {
        let fraction = String(1_000 + millisecondsSince1970 - seconds * 1_000).dropFirst()
        return CertificateTime(secondsSince1970: seconds).rfc3339.dropLast() + ".\(fraction)Z"
    }

    /// Rounded down, before 1970 too.
    private var seconds: Int64 {
        let (quotient, remainder) = millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
