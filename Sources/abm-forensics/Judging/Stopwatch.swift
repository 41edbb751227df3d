/// Monotonic time for the `run` block; nothing that is judged depends on it.
enum Stopwatch {
    /// The result with the milliseconds that it took.
    static func time<Result>(_ work: () -> Result) -> (Result, Double) {
        let start = ContinuousClock.now
        let result = work()
        return (result, milliseconds(since: start))
    }

    static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return (Double(seconds) * 1000 + Double(attoseconds) / 1e15).rounded(toPlaces: 3)
    }
}

extension Double {
    /// Rounded to so many decimal places.
    func rounded(toPlaces places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
        return (self * scale).rounded() / scale
    }
}
