import DeviceTriangulation
import Reporting

extension TriangulationReport {
    /// How long devices wait for their enrolment, and how long the stuck ones have been stuck.
    static func waits(_ waits: FleetWaits) -> [JSONTree.Member] {
        let halfLife = PendingHalfLife(waits)
        let bars = halfLife.histogram.map { bar -> JSONTree in
            [
                "bucket": .text(bar.bucket.name), "ended": .init(bar.ended), "waiting": .init(bar.waiting),
            ]
        }
        let ages = waits.ages.buckets.map { age -> JSONTree in
            ["bucket": .text(age.bucket.name), "stuck": .init(age.count)]
        }
        return [
            .init(
                "pending",
                [
                    "halfLifeSeconds": .init(halfLife.seconds),
                    "isLowerBound": .bool(halfLife.isLowerBound), "ended": .init(halfLife.ended),
                    "waiting": .init(halfLife.waiting), "undated": .init(halfLife.undated),
                    "histogram": .array(bars),
                ]),
            .init("ages", .array(ages)),
        ]
    }

    /// What the stuck devices share and the healthy ones do not.
    static func contrasts(_ groups: [FleetGroups]) -> [JSONTree.Member] {
        let found = FleetContrast.strongest(groups).map { contrast -> JSONTree in
            [
                "by": .text(contrast.dimension.name), "value": .text(contrast.value),
                "stuck": .init(contrast.stuck), "ofStuck": .init(contrast.allStuck),
                "enrolled": .init(contrast.healthy), "ofEnrolled": .init(contrast.allHealthy),
            ]
        }
        return [.init("contrasts", .array(found))]
    }
}
