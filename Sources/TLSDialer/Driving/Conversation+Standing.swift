import TLSHandshake

/// How far a conversation has come.
extension Conversation {
    /// Whether both Finished messages were exchanged, whatever came after.
    var isFinished: Bool {
        moments.contains { moment in
            if case .clientFinishedSent = moment.event { true } else { false }
        }
    }

    /// Whether the server asked for a certificate and this client gave none.
    var declinedRequest: Bool {
        moments.contains { moment in
            if case .clientCertificateSent(let answer) = moment.event {
                answer.certificates == 0
            } else {
                false
            }
        }
    }

    /// How many tickets came.
    var ticketCount: Int {
        moments.count { moment in
            if case .ticket = moment.event { true } else { false }
        }
    }

    /// What an end amounts to after all that was said before it.
    ///
    /// A handshake that both sides finished stays finished, unless the server refuses it after all. To have no
    /// certificate where one was requested is this client's doing, and no refusal of the path.
    func settled(_ end: End, isNotTLS: Bool) -> End {
        if isNotTLS { return .machine(.notTLS) }
        guard isFinished else { return end }
        if case .machine(.alertReceived) = end, !declinedRequest { return end }
        return .completed
    }
}
