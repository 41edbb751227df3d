extension NestedRecords {
    /// Reads on inside an object or array that is a record.
    mutating func readElement(
        _ chunk: Span<UInt8>, _ start: Int, _ receiver: inout some RecordReceiver
    ) -> Int {
        var index = start
        let raw = unsafe chunk.bytes
        while index < chunk.count {
            if isInString {
                index = skipString(chunk, raw, index)
                continue
            }
            let byte = chunk[index]
            index += 1
            if byte > 0x5D && byte | 0x20 != 0x7D && byte != 0x7B { continue }
            switch byte {
            case 0x22: isInString = true
            case 0x7B, 0x5B:
                depth += 1  // a count: however deep it goes, the element ends where its brackets do
            case 0x7D, 0x5D:
                depth -= 1
                if depth == 0 {
                    endElement(chunk, start, index, &receiver)
                    return index
                }
            default: break
            }
        }
        keep(chunk, start, &receiver)
        return index
    }

    /// Moves on to the byte after the string's end, or to the end of the chunk.
    private mutating func skipString(_ chunk: Span<UInt8>, _ raw: RawSpan, _ start: Int) -> Int {
        var index = start
        while index < chunk.count {
            if isEscaped {
                isEscaped = false
                index += 1
                continue
            }
            if index + 8 <= chunk.count {
                let word = ByteWords.load(raw, at: index)
                let marks = ByteWords.equal(word, 0x22) | ByteWords.equal(word, 0x5C)
                guard marks != 0 else {
                    index += 8
                    continue
                }
                index += marks.trailingZeroBitCount >> 3
            }
            let byte = chunk[index]
            index += 1
            if byte == 0x5C {
                isEscaped = true
            } else if byte == 0x22 {
                isInString = false
                return index
            }
        }
        return index
    }

    /// Keeps the head of an element until its end arrives, unless it is too long.
    private mutating func keep(_ chunk: Span<UInt8>, _ start: Int, _ receiver: inout some RecordReceiver) {
        guard !isTooLong else { return }
        guard kept.count + (chunk.count - start) <= maximumLength else {
            isTooLong = true
            kept = []
            report(.tooLong, at: elementOffset, &receiver)
            return
        }
        kept.append(contentsOf: chunk.array(start..<chunk.count))
    }

    private mutating func endElement(
        _ chunk: Span<UInt8>, _ start: Int, _ end: Int, _ receiver: inout some RecordReceiver
    ) {
        place = .list(needsComma: true)
        defer { elements += 1 }
        guard !isTooLong else { return }
        guard kept.count + (end - start) <= maximumLength else {
            kept = []
            report(.tooLong, at: elementOffset, &receiver)
            return
        }
        if kept.isEmpty {
            receiver.record(
                chunk.extracting(start..<end), at: .element(elements + 1), offset: elementOffset)
        } else {
            kept.append(contentsOf: chunk.array(start..<end))
            receiver.record(kept.span, at: .element(elements + 1), offset: elementOffset)
            kept.removeAll(keepingCapacity: kept.count <= 1 << 16)
        }
    }
}
