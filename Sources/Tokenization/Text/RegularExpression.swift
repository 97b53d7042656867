/// A regular expression over UTF-8, as tokenizer files hold them.
///
/// Knows literals, classes, `\p{..}` of general categories, `\s \S \d \D \w \W`, groups, `(?i:...)`,
/// alternation, greedy, lazy and possessive repetition, look-ahead, the ends of lines and text, with
/// Oniguruma's meaning, leftmost alternative first. Anything else is refused when it is read. It tries
/// alternatives one after another; a budget of steps bounds what a hostile pattern can cost.
///
/// Source: Oniguruma 6.9, doc/RE.
struct RegularExpression: Sendable {
    enum Instruction: Sendable {
        /// One scalar of a set, by its index.
        case set(Int)
        /// Repeats a set, by its index, and goes on with the next instruction.
        case repeats(Int, minimum: Int, maximum: Int, Greed)
        /// Tries one place, then the other.
        case split(first: Int, second: Int)
        case jump(Int)
        /// Goes on at `next` if what follows up to an `accept` matches here, or does not.
        case lookAhead(isNegated: Bool, next: Int)
        /// Matches what follows up to an `accept`, gives nothing of it back, and goes on at `next`.
        case atomic(next: Int)
        case lineStart
        case lineEnd
        case start
        case end
        case accept
    }

    enum Greed: Sendable { case greedy, lazy, possessive }

    let pattern: String
    private let program: Program
    private let firsts: ScalarSet?

    /// Instructions and the sets that they name.
    struct Program: Sendable {
        var instructions: [Instruction] = []
        var sets: [ScalarSet] = []

        /// The characters of ASCII that a match can begin with; nil if it can be empty or that is not
        /// easily said.
        var firsts: ScalarSet? {
            var items: [ScalarSet.Item] = []
            var seen: Set<Int> = []
            var open = [0]
            while let index = open.popLast() {
                guard seen.insert(index).inserted else { continue }
                switch instructions[index] {
                case .set(let set): items.append(.set(sets[set]))
                case .repeats(let set, let minimum, _, _):
                    items.append(.set(sets[set]))
                    if minimum == 0 { open.append(index + 1) }
                case .split(let first, let second): open += [first, second]
                case .jump(let target): open.append(target)
                case .lookAhead, .atomic, .lineStart, .lineEnd, .start, .end, .accept: return nil
                }
            }
            return ScalarSet(items)
        }

        /// The index of a set, which is added if it is new.
        mutating func index(of set: ScalarSet) -> Int {
            if let index = sets.firstIndex(of: set) { return index }
            sets.append(set)
            return sets.count - 1
        }
    }

    /// - Throws: ``RegularExpressionError`` for a pattern that is broken or beyond what this knows.
    init(_ pattern: String) throws(RegularExpressionError) {
        self.pattern = pattern
        program = try RegularExpressionParser.program(of: pattern)
        firsts = program.firsts
    }

    /// Cuts a text into what matches and what does not; all of it, in order.
    ///
    /// An empty text is one stretch that does not match.
    ///
    /// - Throws: ``TokenizationError/tooHard(reason:)``.
    func matches(in text: UnsafeBufferPointer<UInt8>) throws(TokenizationError) -> [Match] {
        guard !text.isEmpty else { return [Match(range: 0..<0, isMatch: false)] }
        var matcher = Matcher(program: program, text: text)
        var matches: [Match] = []
        var done = 0
        var position = 0
        while position <= text.count {
            if let firsts {
                guard position < text.count else { break }
                if text[position] < 0x80, !firsts.contains(Unicode.Scalar(text[position])) {
                    position += 1
                    continue
                }
            }
            let end = try matcher.match(0, at: position)
            if matcher.isExhausted {
                throw .tooHard(reason: "the pattern \(pattern) tries too many ways")
            }
            guard let end else {
                position += position < text.count ? scalarWidth(text[position]) : 1
                continue
            }
            if done < position { matches.append(Match(range: done..<position, isMatch: false)) }
            matches.append(Match(range: position..<end, isMatch: true))
            done = end
            if end == position {
                // Nothing matched: the next match begins a scalar later.
                position += position < text.count ? scalarWidth(text[position]) : 1
            } else {
                position = end
            }
        }
        if done < text.count { matches.append(Match(range: done..<text.count, isMatch: false)) }
        return matches
    }
}

/// Runs a program at a place of a text.
private struct Matcher {
    let program: [RegularExpression.Instruction]
    let sets: [ScalarSet]
    /// Which ASCII characters are in each set.
    let masks: [(low: UInt64, high: UInt64)]
    let text: UnsafeBufferPointer<UInt8>
    /// Where to go on when what is tried fails.
    private var stack: [Choice] = []
    private var budget: Int

    private struct Choice {
        var instruction: Int
        var position: Int
        /// Scalars may be given back one by one down to here; equal to `position` for none.
        var floor: Int
        /// For a lazy repetition: how many more it may take.
        var more: Int
    }

    init(program: RegularExpression.Program, text: UnsafeBufferPointer<UInt8>) {
        self.program = program.instructions
        sets = program.sets
        masks = program.sets.map(\.ascii)
        self.text = text
        budget = 10_000 + text.count * 500
    }

    var isExhausted: Bool { budget <= 0 }

    /// Whether the scalar at a place, which is not the end, is in a set.
    @inline(__always)
    private func contains(_ set: Int, _ place: Int) -> Bool {
        let byte = text[place]
        if byte < 64 { return masks[set].low >> UInt64(byte) & 1 == 1 }
        if byte < 128 { return masks[set].high >> UInt64(byte - 64) & 1 == 1 }
        return sets[set].contains(text.scalar(at: place))
    }

    /// Where a match that begins at a place ends; nil if there is none.
    mutating func match(_ start: Int, at place: Int) throws(TokenizationError) -> Int? {
        let base = stack.count
        var instruction = start
        var position = place
        while true {
            budget -= 1
            if budget <= 0 {
                stack.removeSubrange(base...)
                return nil
            }
            var matched = true
            switch program[instruction] {
            case .set(let set):
                if position < text.count, contains(set, position) {
                    position += scalarWidth(text[position])
                    instruction += 1
                } else {
                    matched = false
                }
            case .repeats(let set, let minimum, let maximum, let greed):
                matched = repeats(set, minimum, maximum, greed, instruction, &position)
                instruction += 1
            case .split(let first, let second):
                stack.append(
                    Choice(instruction: second, position: position, floor: position, more: 0)
                )
                instruction = first
            case .jump(let target): instruction = target
            case .lookAhead(let isNegated, let next):
                matched = try match(instruction + 1, at: position) != nil
                if isNegated { matched.toggle() }
                instruction = next
            case .atomic(let next):
                if let end = try match(instruction + 1, at: position) {
                    position = end
                    instruction = next
                } else {
                    matched = false
                }
            case .lineStart:
                matched = position == 0 || position < text.count && text[position - 1] == 10
                instruction += 1
            case .lineEnd:
                matched = position == text.count || text[position] == 10
                instruction += 1
            case .start:
                matched = position == 0
                instruction += 1
            case .end:
                matched = position == text.count
                instruction += 1
            case .accept:
                stack.removeSubrange(base...)
                return position
            }
            if !matched, !retry(base, &instruction, &position) { return nil }
        }
    }

    /// Takes as many of a set as it may, and notes what can be given back or taken later.
    private mutating func repeats(
        _ set: Int,
        _ minimum: Int,
        _ maximum: Int,
        _ greed: RegularExpression.Greed,
        _ instruction: Int,
        _ position: inout Int
    ) -> Bool {
        var count = 0
        var floor = position
        let limit = greed == .lazy ? minimum : maximum
        while count < limit, position < text.count, contains(set, position) {
            position += scalarWidth(text[position])
            count += 1
            if count == minimum { floor = position }
        }
        budget -= count / 8
        guard count >= minimum else { return false }
        switch greed {
        case .possessive: break
        case .greedy:
            if floor < position {
                stack.append(
                    Choice(instruction: instruction + 1, position: position, floor: floor, more: 0)
                )
            }
        case .lazy:
            if maximum > minimum {
                stack.append(
                    Choice(
                        instruction: instruction,
                        position: position,
                        floor: position,
                        more: maximum - minimum
                    )
                )
            }
        }
        return true
    }

    /// Goes back to the last choice; false if none is left.
    private mutating func retry(_ base: Int, _ instruction: inout Int, _ position: inout Int)
        -> Bool
    {
        while stack.count > base {
            var choice = stack.removeLast()
            if choice.more > 0, case .repeats(let set, _, _, _) = program[choice.instruction] {
                // A lazy repetition takes one more.
                guard choice.position < text.count, contains(set, choice.position) else { continue }
                choice.position += scalarWidth(text[choice.position])
                choice.floor = choice.position
                position = choice.position
                instruction = choice.instruction + 1
                choice.more -= 1
                if choice.more > 0 { stack.append(choice) }
                return true
            }
            if choice.floor < choice.position {
                // A greedy one gives one back.
                choice.position = text.scalar(before: choice.position).1
                if choice.floor < choice.position { stack.append(choice) }
            }
            instruction = choice.instruction
            position = choice.position
            return true
        }
        return false
    }
}
