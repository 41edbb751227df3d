import Casework
import ForensicsTestKit
import Testing

struct DeviceSetTests {
    /// Ordinals around the ends of words, and far from one another.
    private static let edges = [0, 1, 62, 63, 64, 65, 127, 128, 129, 1000, 14_199, 1_000_000]

    private func random(_ generator: inout SeededGenerator) -> Set<Int> {
        let size = Int.random(in: 0..<40, using: &generator)
        let range = [1, 64, 65, 200, 5000].randomElement(using: &generator) ?? 1
        return Set((0..<size).map { _ in Int.random(in: 0..<range, using: &generator) })
    }

    @Test(arguments: 0..<40)
    func itsAlgebraIsThatOfSets(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let (left, right) = (random(&generator), random(&generator))
        let (one, other) = (DeviceSet(left), DeviceSet(right))
        #expect(one.ordinals == left.sorted())
        #expect(one.count == left.count)
        #expect(one.isEmpty == left.isEmpty)
        #expect(one.union(other).ordinals == left.union(right).sorted())
        #expect(one.intersection(other).ordinals == left.intersection(right).sorted())
        #expect(one.subtracting(other).ordinals == left.subtracting(right).sorted())
        #expect((one == other) == (left == right))
        for ordinal in 0..<130 {
            #expect(one.contains(ordinal) == left.contains(ordinal))
        }
        #expect(one.first(3) == Array(left.sorted().prefix(3)))
        let back = one.union(other).subtracting(other).union(one.intersection(other))
        #expect(back == one)
        #expect(back.hashValue == one.hashValue)
    }

    @Test func theEndsOfWordsAreKept() {
        let set = DeviceSet(Self.edges)
        #expect(set.ordinals == Self.edges)
        #expect(set.count == Self.edges.count)
        for ordinal in Self.edges {
            #expect(set.contains(ordinal))
            #expect(set.subtracting([ordinal]).count == Self.edges.count - 1)
        }
        #expect(!set.contains(2) && !set.contains(1_000_001) && !set.contains(.max))
    }

    @Test func emptyWordsAtTheEndMakeNoDifference() {
        let short: DeviceSet = [3]
        let long = DeviceSet([3, 900]).subtracting([900])
        #expect(short == long && long == short)
        #expect(Set([short, long]).count == 1)
        #expect(DeviceSet([900]).subtracting([900]) == DeviceSet())
    }

    @Test func negativeOrdinalsAreNoDevices() {
        var set: DeviceSet = [-1, 5]
        set.insert(.min)
        #expect(set.ordinals == [5])
        #expect(!set.contains(-1) && !set.contains(.min))
    }

    @Test func insertingTwiceIsInsertingOnce() {
        var set = DeviceSet()
        set.insert(70)
        set.insert(70)
        #expect(set.count == 1)
        #expect(set.first(10) == [70])
        #expect(set.first(0) == [])
    }

    @Test func aMillionDevicesAreCountedExactly() {
        let all = DeviceSet(0..<1_000_000)
        let odd = DeviceSet(stride(from: 1, to: 1_000_000, by: 2))
        #expect(all.count == 1_000_000)
        #expect(all.subtracting(odd).count == 500_000)
        #expect(all.intersection(odd) == odd)
    }
}
