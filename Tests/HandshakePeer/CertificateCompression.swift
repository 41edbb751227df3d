internal import CZlib
public import TLSHandshake

extension CompressedCertificate {
    /// The body of a Certificate message, or of anything, compressed by zlib.
    public init(compressing body: some Collection<UInt8>) {
        let body = Array(body)
        var count = compressBound(uLong(clamping: body.count))
        let compressed = unsafe [UInt8](unsafeUninitializedCapacity: Int(clamping: count)) {
            sink, initialized in
            let code = unsafe body.withUnsafeBufferPointer { source in
                unsafe compress(sink.baseAddress, &count, source.baseAddress, uLong(clamping: body.count))
            }
            initialized = code == Z_OK ? Int(clamping: count) : 0
        }
        self.init(algorithm: .zlib, uncompressedLength: body.count, compressed: compressed)
    }
}
