import OpenFormats

/// What the pages of a list say about how much of it there is.
struct Paging {
    /// Members that count the whole list.
    private static let totals = [
        "meta.paging.total", "totalCount", "data.devices.totalCount", "@odata.count", "response.rows",
    ]
    /// Members that count the whole list in some sources and the page in others.
    private static let counts = ["count", "total"]
    private static let flags = [
        "data.devices.pageInfo.hasNextPage", "pageInfo.hasNextPage", "more_to_follow", "hasMore", "has_more",
        "meta.has_next_results",
    ]
    private static let links = [
        "links.next", "next", "@odata.nextLink", "meta.paging.nextCursor", "nextCursor",
    ]

    private var total: Int?
    private var count: Int?
    private var hasMore = false

    /// Takes a page without its list.
    mutating func take(_ page: JSONValue) {
        if let number = Self.totals.lazy.compactMap({ Self.number(page, $0) }).first { total = number }
        if let number = Self.counts.lazy.compactMap({ Self.number(page, $0) }).first { count = number }
        let isFlagged = Self.flags.contains { page[path: $0]?.bool == true }
        let isLinked = Self.links.contains { key in
            let value = page[path: key] ?? page[key]
            return value?.string.map { !$0.isEmpty } ?? false
        }
        hasMore = isFlagged || isLinked
    }

    private static func number(_ page: JSONValue, _ key: String) -> Int? {
        let value = page[path: key] ?? page[key]
        return value?.int ?? value?.string.flatMap(Int.init)
    }

    /// Whether the last page was seen: a list that says nothing of pages is whole.
    ///
    /// A total that is reached proves it; a count may be the page's own, so that a further page outweighs it.
    func isComplete(records: Int) -> Bool {
        if let total { return records >= total }
        if let count, records < count { return false }
        return !hasMore
    }
}
