extension Fleet {
    /// A fleet without a device: that of a single file.
    package static let empty = Fleet(
        count: 0, countByState: [:], stateOf: { _ in "unknown" }, device: { _ in Device() },
        ordinalOfSerial: { _ in nil },
        ordinalOfUDID: { _ in nil })
}
