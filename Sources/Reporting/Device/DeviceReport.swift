package import Casework
import ProbeKit

/// `abm-forensics/device/1`: the stories of the devices that were asked for.
package struct DeviceReport: Sendable, Hashable {
    package static let schema = "abm-forensics/device/1"

    package var tool: Report.Tool
    package var asOf: Instant
    package var devices: [DeviceStory]

    package init(tool: Report.Tool, asOf: Instant, devices: [DeviceStory]) {
        self.tool = tool
        self.asOf = asOf
        self.devices = devices
    }

    package var json: JSONTree {
        [
            "schema": .text(Self.schema), "tool": tool.json, "asOf": .text(asOf.description),
            "devices": .array(devices.map(\.json)),
        ]
    }
}

extension DeviceStory {
    /// Also the record of NDJSON for one device.
    package var json: JSONTree {
        [
            "serial": JSONTree(serial), "udid": JSONTree(udid), "model": JSONTree(model), "os": JSONTree(os),
            "state": .text(state), "standing": .text(standing.id), "stuckForSeconds": stuckForSeconds,
            "step": stepJSON, "sentence": .text(sentence),
            "views": .array(
                views.map {
                    [
                        "label": .text($0.label), "text": .text($0.text),
                        "seenAt": JSONTree($0.seenAt?.description),
                    ]
                }),
            "next": .array(
                next.map {
                    [
                        "owner": .text($0.owner.rawValue), "text": .text($0.text),
                        "command": JSONTree($0.command),
                    ]
                }),
            "findings": .array(
                findings.map {
                    [
                        "code": .text($0.code.text), "layer": JSONTree($0.layer.rawValue),
                        "severity": .text($0.severity.rawValue), "text": .text($0.text),
                    ]
                }),
            "timeline": .array(chronicle.map(\.json)),
        ]
    }

    private var stuckForSeconds: JSONTree {
        guard case .stuck(let interval?) = standing else { return .null }
        return .integer(interval.microseconds / 1_000_000)
    }

    private var stepJSON: JSONTree {
        guard let step else { return .null }
        return [
            "number": JSONTree(step.rawValue), "of": JSONTree(EnrolmentStep.allCases.count),
            "name": .text(step.name),
        ]
    }
}

extension DeviceStory.Event {
    var json: JSONTree {
        [
            "at": .text(at.description), "source": .text(source), "text": .text(text),
            "evidence": citation?.json ?? .null,
        ]
    }
}
