/// The known name that a mistyped one is most like.
enum NearestName {
    /// The nearest name at most a third of its letters away; `nil` where nothing is near.
    ///
    /// Complexity: O(names x letters²); names beyond 64 letters are not compared.
    static func of(_ word: String, among names: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        let ranked = names.map { (name: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else {
            return nil
        }
        return best.distance <= max(1, best.name.count / 3) ? best.name : nil
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
