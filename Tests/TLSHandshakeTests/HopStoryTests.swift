import TLSHandshake
import Testing

@Suite struct HopStoryTests {
    private let control = ["time-exceeded", "time-exceeded", "time-exceeded", "server-hello"]

    private func story(_ target: String..., control: [String]? = nil) -> HopStory {
        func hops(_ answers: [String]) -> [HandshakeTranscript.Hop] {
            answers.enumerated().map { index, answer in
                let from = answer == "time-exceeded" ? "192.0.2.\(index + 1)" : nil
                return HandshakeTranscript.Hop(limit: index + 1, answer: answer, from: from)
            }
        }
        return HopStory(target: hops(target), control: hops(control ?? self.control))
    }

    @Test func theSameWayHasNoStop() {
        let story = story("time-exceeded", "time-exceeded", "time-exceeded", "server-hello")
        #expect(story.stop == nil)
        #expect(story.text == nil)
        #expect(story.farEnd == 4)
    }

    @Test func aLastingSilenceStopsBehindTheLastRouterHeard() {
        let story = story("time-exceeded", "time-exceeded", "silence", "silence")
        #expect(story.stop == 3...3)
        #expect(story.answer == "silence")
        #expect(story.lastRouter == "192.0.2.2")
        #expect(story.text == "stops at hop 3, behind 192.0.2.2")
    }

    @Test func oneRouterThatOwesItsAnswerIsNoStop() {
        #expect(story("time-exceeded", "silence", "time-exceeded", "server-hello").stop == nil)
    }

    @Test func aResetStopsWhereItCameFirst() {
        let story = story("time-exceeded", "reset", "reset", "reset")
        #expect(story.stop == 2...2)
        #expect(!story.mayBeFarEnd)
        #expect(story.answer == "reset")
    }

    @Test func anAnswerAtTheLastHopMayBeTheFarEnds() {
        let story = story("time-exceeded", "time-exceeded", "time-exceeded", "alert")
        #expect(story.stop == 4...4)
        #expect(story.mayBeFarEnd)
    }

    @Test func silentRoutersLeaveARange() {
        let mute = ["silence", "silence", "silence", "server-hello"]
        #expect(story("silence", "silence", "silence", "silence", control: mute).stop == 1...4)
        let half = ["time-exceeded", "silence", "silence", "server-hello"]
        let story = story("time-exceeded", "silence", "silence", "silence", control: half)
        #expect(story.text == "stops between hops 2 and 4, behind 192.0.2.1")
    }

    @Test func aControlThatGoesNowhereTellsNothing() {
        let nowhere = ["time-exceeded", "silence", "silence", "silence"]
        #expect(story("time-exceeded", "reset", "reset", "reset", control: nowhere).stop == nil)
        #expect(HopStory(target: [], control: []).stop == nil)
        #expect(
            HopStory(target: [HandshakeTranscript.Hop()], control: [HandshakeTranscript.Hop()]).stop == nil)
    }
}
