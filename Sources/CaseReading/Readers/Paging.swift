import OpenFormats

/// What the pages of a list say about how much of it there is.
struct Paging {
    private var total: Int?
    private var hasMore = false

    /// Takes a page without its list.
    mutating func take(_ page: JSONValue) {
        let totals = [
            "meta.paging.total", "totalCount", "count", "total", "data.devices.totalCount", "@odata.count",
        ]
        if let number = totals.lazy.compactMap({ page[path: $0]?.int ?? page[$0]?.int }).first {
            total = number
        }
        let flags = [
            "data.devices.pageInfo.hasNextPage", "pageInfo.hasNextPage", "more_to_follow", "hasMore",
        ]
        let links = ["links.next", "next", "@odata.nextLink", "meta.paging.nextCursor", "nextCursor"]
        let isFlagged = flags.contains { page[path: $0]?.bool == true }
        let isLinked = links.contains { key in
            let value = page[path: key] ?? page[key]
            return value?.string.map { !$0.isEmpty } ?? false
        }
        hasMore = isFlagged || isLinked
    }

    /// Whether the last page was seen: a list that says nothing of pages is whole.
    func isComplete(records: Int) -> Bool {
        if let total { return records >= total }
        return !hasMore
    }
}
