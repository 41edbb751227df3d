internal import TLSHandshake

extension PeerServer {
    /// The offered key that this server knows and takes; its binder is checked against the transcript so far.
    mutating func knownKey(in hello: ClientHello) -> PreSharedKey? {
        guard let offered = try? hello.extensions.decode(OfferedPreSharedKeys.self),
            let truncated = hello.bytesBeforeBinders, let identity = offered.identities.first,
            let hash = SuiteParameters(script.suite)?.hash,
            let key = script.preSharedKeys.first(where: {
                $0.identity == identity.identity && $0.hash == hash
            })
        else { return nil }
        isBinderValid = key.binder(over: truncated, after: transcript) == offered.binders.first
        return isBinderValid == true ? key : nil
    }

    /// The answer's extension for a key that is taken, or for one that the script lies about.
    func selection(of key: PreSharedKey?) -> [RawExtension] {
        if let lie = script.selectedIdentity { return [SelectedPreSharedKey(lie).raw] }
        return key == nil ? [] : [SelectedPreSharedKey(0).raw]
    }
}
