package import Casework
import OpenFormats

extension Instant {
    /// A time as records write it: ISO 8601, or seconds or milliseconds since 1970.
    package init?(text: String) {
        guard let microseconds = Timestamps.microseconds(of: text) else { return nil }
        self.init(microseconds: microseconds)
    }
}
