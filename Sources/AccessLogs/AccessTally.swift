package import Casework

/// What an access log holds, counted.
///
/// Shape: lists in falling number of requests, hours in rising time. Totals are exact whatever the limits were.
package struct AccessTally: Sendable, Hashable {
    /// How the lines are written.
    package enum Form: String, Sendable, Hashable {
        /// Apache's and nginx's common and combined format, with fields after it or not.
        case combined
        /// One JSON object a line: nginx, Caddy, Traefik.
        case json
    }

    /// How often one status was answered; status 0 stands for none.
    package struct Answer: Sendable, Hashable {
        package var status: Int
        package var count: Int
        /// The first line with it, from 1.
        package var firstLine: Int

        package init(status: Int, count: Int, firstLine: Int = 1) {
            self.status = status
            self.count = count
            self.firstLine = firstLine
        }
    }

    /// One method and path, without the query.
    package struct Endpoint: Sendable, Hashable {
        /// Empty where a line holds no request, or none that HTTP knows.
        package var method: String
        /// `no request`, `not HTTP` or `other endpoints` where there is no path.
        package var path: String
        package var answers: [Answer]
        /// Bytes that were sent, where the lines tell.
        package var bytes = 0
        /// Requests from the expected ranges.
        package var expectedSources = 0
        /// Requests whose duration is told.
        package var timed = 0
        /// Requests that took as long as the policy's `slowMicroseconds`, or longer.
        package var slow = 0
        /// The longest duration.
        package var longest = Interval(microseconds: 0)

        package init(method: String, path: String, answers: [Answer] = []) {
            self.method = method
            self.path = path
            self.answers = answers
        }

        package var requests: Int { answers.reduce(0) { $0 + $1.count } }
        /// Requests with a status of a range.
        package func count(_ statuses: ClosedRange<Int>) -> Int { answers.count(statuses) }
    }

    /// The requests that came in one hour of UTC.
    package struct Hour: Sendable, Hashable {
        package var start: Instant
        package var answers: [Answer]

        package init(start: Instant, answers: [Answer]) {
            self.start = start
            self.answers = answers
        }
    }

    /// Where requests came from.
    package enum Origin: Int, Sendable, Hashable, CaseIterable {
        /// From one of the expected ranges.
        case expected
        /// From any other public address.
        case elsewhere
        /// From a private network, as a load balancer's is.
        case privateNetwork
        /// From a name, or from nowhere that the line tells.
        case untold
    }

    /// One network with its requests: a /24 of IPv4, a /48 of IPv6.
    package struct Network: Sendable, Hashable {
        package var range: String
        package var requests: Int
        package var firstLine: Int

        package init(range: String, requests: Int, firstLine: Int = 1) {
            self.range = range
            self.requests = requests
            self.firstLine = firstLine
        }
    }

    /// Why a line does not count.
    package enum Damage: String, Sendable, Hashable, CaseIterable {
        case noTime = "no time in brackets"
        case noRequest = "no request in quotation marks after the time"
        case noStatus = "no status of three digits after the request"
        case tooLong = "line longer than the limit"
        case notJSON = "not JSON"
        case notAnObject = "expected an object"
        case notARequest = "an object without a status and a request"
    }

    /// Lines that do not count for one reason.
    package struct DamagedLines: Sendable, Hashable {
        package var reason: Damage
        package var count: Int
        /// The first of them.
        package var firstLines: [Int]

        package init(reason: Damage, count: Int, firstLines: [Int]) {
            self.reason = reason
            self.count = count
            self.firstLines = firstLines
        }
    }

    package var form: Form?
    /// Lines with a character.
    package var lines = 0
    /// From the first to the last time of any request.
    package var covers: TimeWindow?
    /// Every request by its status.
    package var answers: [Answer] = []
    package var endpoints: [Endpoint] = []
    package var hours: [Hour] = []
    /// Requests by where they came from.
    package var origins: [Origin: [Answer]] = [:]
    /// The networks with the most requests.
    package var networks: [Network] = []
    /// How many networks there are; nil where there are more than could be told apart.
    package var networkCount: Int? = 0
    package var damaged: [DamagedLines] = []

    package init() {}

    package var requests: Int { answers.reduce(0) { $0 + $1.count } }
    package var bytes: Int { endpoints.reduce(0) { $0 + $1.bytes } }
    package var damagedLines: Int { damaged.reduce(0) { $0 + $1.count } }

    /// Requests with a status of a range.
    package func count(_ statuses: ClosedRange<Int>) -> Int { answers.count(statuses) }

    /// Requests from one origin.
    package func requests(from origin: Origin) -> Int {
        origins[origin, default: []].reduce(0) { $0 + $1.count }
    }
}

extension [AccessTally.Answer] {
    /// Requests with a status of a range.
    package func count(_ statuses: ClosedRange<Int>) -> Int {
        reduce(0) { statuses.contains($1.status) ? $0 + $1.count : $0 }
    }
}
