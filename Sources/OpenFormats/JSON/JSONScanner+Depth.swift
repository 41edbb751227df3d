extension JSONScanner {
    /// A scanner in the middle of a document, inside so many open arrays and objects.
    @inlinable
    public init(at offset: Int, depth: Int, limits: JSONLimits = .record) {
        self.init(at: offset, limits: limits)
        openContainers = depth
    }
}
