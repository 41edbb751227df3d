import Casework
import Testing

struct FigureTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (14_200, "14,200"), (1_000_000, "1,000,000"),
        (-1, "-1"), (-999, "-999"), (-1000, "-1,000"), (.max, "9,223,372,036,854,775,807"),
        (.min, "-9,223,372,036,854,775,808"),
    ])
    func digitsStandInGroupsOfThree(_ number: Int, _ expected: String) {
        #expect(number.grouped == expected)
    }

    @Test(arguments: [
        (5254, 14_200, "37%"), (8946, 14_200, "63%"), (1, 250, "0.4%"), (1, 3, "33%"), (1, 20, "5%"),
        (3, 40, "7.5%"), (99, 1000, "9.9%"), (1, 10, "10%"), (0, 5, "0%"), (5, 5, "100%"), (10, 5, "200%"),
        (5, 0, "0%"), (5, -1, "0%"), (0, 0, "0%"), (.max, 1, "?%"), (.min, 1, "?%"), (1, .max, "under 0.1%"),
        (.max, .max, "100%"),
    ])
    func sharesReadInPerCent(_ part: Int, _ whole: Int, _ expected: String) {
        #expect(part.percent(of: whole) == expected)
    }

    @Test func literalsAreFigures() {
        let figures: [Figure] = [3, 2.5, "words", true]
        #expect(figures == [.count(3), .number(2.5), .text("words"), .flag(true)])
        #expect(Figure.count(1) != .number(1))
    }
}
