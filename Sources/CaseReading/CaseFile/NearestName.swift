/// The known name that a mistyped one is most like.
package enum NearestName {
    /// The nearest name at most a third of its letters away, or `slack` letters where that is more.
    ///
    /// Complexity: O(names x letters²); names beyond 64 letters, and those whose length alone is too far, are not compared.
    package static func of(_ word: String, among names: some Sequence<String>, slack: Int = 1) -> String? {
        let asked = word.lowercased()
        guard asked.count <= 64 else { return nil }
        return names.compactMap { name -> (name: String, distance: Int)? in
            let allowed = max(slack, name.count / 3)
            guard abs(name.count - asked.count) <= allowed else { return nil }
            let distance = distance(asked, name.lowercased())
            return distance <= allowed ? (name, distance) : nil
        }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// The number of letters to insert, drop, replace or swap with a neighbour.
    ///
    /// Source: Damerau, optimal alignment.
    static func distance(_ one: String, _ other: String) -> Int {
        let (a, b) = (Array(one), Array(other))
        var rows = [Array(0...b.count)]
        for (i, letter) in a.enumerated() {
            var row = [i + 1]
            for (j, opposite) in b.enumerated() {
                var best = min(row[j] + 1, rows[i][j + 1] + 1, rows[i][j] + (letter == opposite ? 0 : 1))
                if i > 0, j > 0, letter == b[j - 1], a[i - 1] == opposite {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows.last?.last ?? 0
    }
}
