import Casework

/// Gives activities their devices and their result files.
///
/// Rules: 1. of several readings of one activity the newest stands.  2. a result file belongs to the activity whose id
/// its name holds; else to that of the JSON file of the same name, if there is one only; else to the only activity
/// of the case that did not succeed.  3. results that belong to none stand for themselves.
struct ActivityJoin {
    let names: DeviceNames

    func activities(of draft: CaseDraft) -> [DeviceActivity] {
        var result = newest(draft.activities)
        for results in draft.activityResults {
            let failures = results.failures.map { failure in
                DeviceActivity.Failure(
                    serial: failure.serial, device: names.ordinal(serial: failure.serial, udid: nil),
                    reason: failure.reason, line: failure.line)
            }
            let told = DeviceActivity.Results(
                rows: results.rows, failures: failures, citation: results.citation)
            if let owner = owner(of: results.file, in: result) {
                result[owner].activity.results = told
            } else {
                var activity = DeviceActivity(id: Self.stem(results.file), citation: results.citation)
                activity.results = told
                result.append((activity, results.file))
            }
        }
        return result.map(\.activity)
    }

    private func newest(_ placed: [CaseDraft.PlacedActivity]) -> [(activity: DeviceActivity, file: String)] {
        var result: [(activity: DeviceActivity, file: String)] = []
        var places: [String: Int] = [:]
        for item in placed {
            var activity = item.activity
            activity.devices = DeviceSet(item.serials.compactMap { names.ordinal(serial: $0, udid: nil) })
            guard let place = places[activity.id] else {
                places[activity.id] = result.count
                result.append((activity, item.file))
                continue
            }
            let known = result[place].activity
            // The answer to the request names the devices, a later reading does not.
            var newer = Self.isNewer(known, than: activity) ? known : activity
            let older = Self.isNewer(known, than: activity) ? activity : known
            newer.devices = newer.devices.union(older.devices)
            newer.deviceCount = newer.deviceCount ?? older.deviceCount
            newer.serverID = newer.serverID ?? older.serverID
            newer.type = newer.type ?? older.type
            result[place].activity = newer
        }
        return result
    }

    /// Readings without a time come in the order of their file; an end is newer than no end.
    private static func isNewer(_ one: DeviceActivity, than other: DeviceActivity) -> Bool {
        if let first = one.observedAt, let second = other.observedAt, first != second {
            return first > second
        }
        return one.completedAt != nil && other.completedAt == nil
    }

    private func owner(of file: String, in activities: [(activity: DeviceActivity, file: String)]) -> Int? {
        let free = activities.indices.filter { activities[$0].activity.results == nil }
        if let named = free.first(where: { file.contains(activities[$0].activity.id) }) { return named }
        let sameName = free.filter { Self.stem(activities[$0].file) == Self.stem(file) }
        if sameName.count == 1 { return sameName.first }
        let pool = sameName.isEmpty ? free : sameName
        let unsuccessful = pool.filter {
            !["COMPLETED_WITH_SUCCESS", nil].contains(activities[$0].activity.subStatus)
                && activities[$0].activity.status != "IN_PROGRESS"
        }
        return unsuccessful.count == 1 ? unsuccessful.first : nil
    }

    /// `tenant/activity.json.gz` and `tenant/activity.csv` have one stem.
    private static func stem(_ file: String) -> String {
        let name = file.split(separator: "/").last ?? ""
        return String(name.prefix { $0 != "." })
    }
}
