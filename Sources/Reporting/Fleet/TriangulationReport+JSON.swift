import Casework

extension TriangulationReport {
    /// The report as JSON.
    package var json: JSONTree {
        .object(
            [
                .init("schema", .text(Self.schema)),
                .init("tool", ["name": "abm-forensics", "version": .text(tool.version)]),
                .init("asOf", .text(asOf.description)),
                .init(
                    "devices",
                    [
                        "total": .init(total), "divergent": .init(divergent), "byState": Self.byState(states),
                        "withoutAge": .init(withoutAge), "list": .init(list),
                    ]),
                .init(
                    "groups",
                    .object(groups.map { .init($0.name, .array($0.groups.map(Self.json))) })),
            ] + further + [
                .init("sources", .array(sources.map(Self.json))),
                .init("refused", .array(refusals.map(Self.json))),
                .init(
                    "unknown",
                    [
                        "fields": .array(unknownFields.map { Self.json($0, "record") }),
                        "values": .array(unknownValues.map { Self.json($0, "field") }),
                    ]),
            ])
    }

    private static func byState(_ states: [State]) -> JSONTree {
        .object(states.map { .init($0.name, .init($0.count)) })
    }

    private static func json(_ group: Group) -> JSONTree {
        [
            "value": .init(group.value), "total": .init(group.total), "divergent": .init(group.divergent),
            "byState": byState(group.states),
        ]
    }

    private static func json(_ source: Source) -> JSONTree {
        [
            "file": .text(source.file), "role": .text(source.role), "kind": .init(source.shape),
            "records": .init(source.records), "refused": .init(source.refused),
            "complete": .bool(source.isComplete), "fault": .init(source.fault),
        ]
    }

    private static func json(_ refusal: Refusal) -> JSONTree {
        [
            "file": .text(refusal.file), "locator": .init(refusal.place), "reason": .text(refusal.reason),
            "count": .init(refusal.count),
        ]
    }

    private static func json(_ unknown: Unknown, _ place: String) -> JSONTree {
        .object([
            .init(place, .text(unknown.place)), .init("name", .text(unknown.text)),
            .init("records", .init(unknown.count)),
        ])
    }
}
