package import Casework
package import ProbeKit

/// One device as all sources see it: where it stands, who must act, and what happened when.
package struct DeviceStory: Sendable, Hashable {
    package enum Standing: Sendable, Hashable {
        /// How long, where the evidence says so.
        case stuck(for: Interval?)
        case enrolled
        /// Changed between the collection times of two sources.
        case inFlight
        /// In order so far: stock in a box, or younger than the grace period.
        case waiting
        case undetermined

        /// The word of API.
        package var id: String {
            switch self {
            case .stuck: "stuck"
            case .enrolled: "enrolled"
            case .inFlight: "in-flight"
            case .waiting: "waiting"
            case .undetermined: "undetermined"
            }
        }
    }

    /// What one source says of the device.
    package struct View: Sendable, Hashable {
        /// `ABM`, `ADE`, `MDM` or `Device`.
        package var label: String
        package var text: String
        package var seenAt: Instant?

        package init(_ label: String, _ text: String, seenAt: Instant? = nil) {
            self.label = label
            self.text = text
            self.seenAt = seenAt
        }
    }

    /// What somebody can do next, in the imperative.
    package struct NextStep: Sendable, Hashable {
        package var owner: Owner
        package var text: String
        package var command: String?

        package init(_ owner: Owner, _ text: String, command: String? = nil) {
            self.owner = owner
            self.text = text
            self.command = command
        }
    }

    package struct Related: Sendable, Hashable {
        package var code: FindingCode
        package var layer: Layer
        package var severity: Severity
        package var text: String

        package init(_ code: FindingCode, layer: Layer, severity: Severity, text: String) {
            self.code = code
            self.layer = layer
            self.severity = severity
            self.text = text
        }
    }

    package struct Event: Sendable, Hashable {
        package var at: Instant
        package var source: String
        package var text: String
        package var citation: Citation?

        package init(at: Instant, source: String, text: String, citation: Citation? = nil) {
            self.at = at
            self.source = source
            self.text = text
            self.citation = citation
        }
    }

    package var serial: String?
    package var udid: String?
    package var model: String?
    package var os: String?
    /// The state code of layer 2 in lower case without `L2-`, or `enrolled`, `undetermined`, `in-flight`, `unknown`.
    package var state: String
    package var standing: Standing
    /// The step that the device is at; `nil` where the evidence does not say.
    package var step: EnrolmentStep?
    /// What holds it up, in one sentence without a capital.
    package var sentence: String
    package var views: [View] = []
    /// The most pressing first.
    package var next: [NextStep] = []
    package var findings: [Related] = []
    /// In any order; renderers sort it by time.
    package var timeline: [Event] = []

    package init(
        serial: String?, state: String, standing: Standing, step: EnrolmentStep? = nil, sentence: String
    ) {
        self.serial = serial
        self.state = state
        self.standing = standing
        self.step = step
        self.sentence = sentence
    }
}

extension DeviceStory {
    /// `STUCK 26 h at step 3 of 9`: where the device stands, in words.
    var place: String {
        var words: String
        switch standing {
        case .stuck(let interval): words = "STUCK" + (interval.map { " \($0)" } ?? "")
        case .enrolled: words = "ENROLLED"
        case .inFlight: words = "IN FLIGHT"
        case .waiting: words = "WAITING"
        case .undetermined: words = "UNDETERMINED"
        }
        if let step, standing != .enrolled {
            words += " at step \(step.rawValue) of \(EnrolmentStep.allCases.count)"
        }
        return words
    }

    var chronicle: [Event] {
        timeline.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element)
    }
}
