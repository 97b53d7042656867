import Foundation
import Synchronization

/// A Unicode normalisation form, with a record of what became of each scalar.
///
/// Mappings are Foundation's, asked for one scalar or pair at a time and kept; scalars that are younger
/// than the reference's tables (Unicode 9.0) stay as they are.
///
/// Source: Unicode Standard Annex 15.
enum NormalForm: Sendable {
    case nfc, nfd, nfkc, nfkd

    private var isCompatible: Bool { self == .nfkc || self == .nfkd }
    private var composes: Bool { self == .nfc || self == .nfkc }

    /// The scalars of the form as edits of those given; nil if nothing would change.
    func edits(of scalars: [Unicode.Scalar]) -> [Edit]? {
        // Nothing below has a mapping, and nothing below combines.
        if scalars.allSatisfy({ $0.value < (isCompatible ? 0xA0 : 0xC0) }) { return nil }
        var edits: [Edit] = []
        edits.reserveCapacity(scalars.count + 16)
        var changed = false
        var classes: [UInt8] = []
        for scalar in scalars {
            let mapping = Mappings.shared.decomposition(of: scalar, compatible: isCompatible)
            changed = changed || mapping != nil
            for (index, part) in (mapping ?? [scalar]).enumerated() {
                edits.append(Edit(part, index == 0 ? 0 : 1))
                classes.append(Mappings.combiningClass(part))
            }
        }
        let sorted = Self.order(&edits, &classes)
        let composed = composes ? Self.compose(&edits, classes) : false
        return changed || sorted || composed ? edits : nil
    }

    /// Puts every run of combining scalars into the order of their classes; whether that moved any.
    private static func order(_ edits: inout [Edit], _ classes: inout [UInt8]) -> Bool {
        var moved = false
        var start = 0
        while start < classes.count {
            guard classes[start] != 0 else {
                start += 1
                continue
            }
            var end = start + 1
            while end < classes.count, classes[end] != 0 { end += 1 }
            let run = classes[start..<end]
            if !zip(run, run.dropFirst()).allSatisfy({ $0 <= $1 }) {
                moved = true
                // Stable, as the standard asks.
                let order = (start..<end).sorted {
                    classes[$0] != classes[$1] ? classes[$0] < classes[$1] : $0 < $1
                }
                let (oldEdits, oldClasses) = (edits, classes)
                for (offset, index) in order.enumerated() {
                    edits[start + offset] = oldEdits[index]
                    classes[start + offset] = oldClasses[index]
                }
            }
            start = end
        }
        return moved
    }

    /// Joins starters with what follows them; whether that joined any.
    private static func compose(_ edits: inout [Edit], _ classes: [UInt8]) -> Bool {
        var result: [Edit] = []
        result.reserveCapacity(edits.count)
        var starter: Int?
        var lastClass: UInt8?
        var joined = false
        for (edit, combining) in zip(edits, classes) {
            if let at = starter, lastClass.map({ $0 < combining }) ?? true,
                let scalar = Mappings.shared.composition(of: result[at].scalar, edit.scalar)
            {
                result[at] = Edit(scalar, result[at].change + edit.change - 1)
                joined = true
                continue
            }
            if combining == 0 {
                starter = result.count
                lastClass = nil
            } else if starter != nil {
                lastClass = combining
            }
            result.append(edit)
        }
        edits = result
        return joined
    }
}

/// Decompositions and compositions that were asked for so far.
private final class Mappings: Sendable {
    static let shared = Mappings()

    private struct Known {
        var canonical: [UInt32: [Unicode.Scalar]?] = [:]
        var compatible: [UInt32: [Unicode.Scalar]?] = [:]
        var pairs: [UInt64: Unicode.Scalar?] = [:]
    }

    private let known = Mutex(Known())
    /// More pairs than any language has; a text made to fill the memory starts the list anew.
    private static let maximumPairs = 1 << 16

    private static func isKnownToReference(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.properties.age?.major ?? .max) <= 9
    }

    static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
        if scalar.value < 0x300 { return 0 }
        let value = scalar.properties.canonicalCombiningClass.rawValue
        return value != 0 && isKnownToReference(scalar) ? value : 0
    }

    /// The full decomposition; nil if the scalar stays as it is.
    func decomposition(of scalar: Unicode.Scalar, compatible: Bool) -> [Unicode.Scalar]? {
        let value = scalar.value
        switch value {
        case 0..<0xA0, 0x3400..<0xA000, 0xE000..<0xF900: return nil
        case 0xAC00..<0xD7A4: return Hangul.decomposition(value)
        default: break
        }
        return known.withLock { known in
            let remembered = compatible ? known.compatible[value] : known.canonical[value]
            if let remembered { return remembered }
            let mapping = Self.mapping(of: scalar, compatible: compatible)
            if compatible {
                known.compatible[value] = .some(mapping)
            } else {
                known.canonical[value] = .some(mapping)
            }
            return mapping
        }
    }

    private static func mapping(
        of scalar: Unicode.Scalar,
        compatible: Bool
    ) -> [Unicode.Scalar]? {
        guard isKnownToReference(scalar) else { return nil }
        let text = String(scalar)
        let mapped = Array(
            (compatible
                ? text.decomposedStringWithCompatibilityMapping
                : text.decomposedStringWithCanonicalMapping).unicodeScalars
        )
        return mapped == [scalar] ? nil : mapped
    }

    /// The scalar that two make together; nil if they do not.
    func composition(of first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        if let syllable = Hangul.composition(first.value, second.value) { return syllable }
        guard second.value >= 0x300, ScalarTraits.of(second).contains(.mark) else { return nil }
        let key = UInt64(first.value) << 32 | UInt64(second.value)
        if let remembered = known.withLock({ $0.pairs[key] }) { return remembered }
        let pair = Self.pair(first, second)
        known.withLock { known in
            if known.pairs.count >= Self.maximumPairs { known.pairs.removeAll() }
            known.pairs[key] = .some(pair)
        }
        return pair
    }

    private static func pair(
        _ first: Unicode.Scalar,
        _ second: Unicode.Scalar
    ) -> Unicode.Scalar? {
        // In full: Foundation of Swift 6.3 does not join U+0CCA and U+0CD5.
        let parts = (mapping(of: first, compatible: false) ?? [first]) + [second]
        let text = String(String.UnicodeScalarView(parts))
        let composed = text.precomposedStringWithCanonicalMapping.unicodeScalars
        guard let scalar = composed.first, composed.count == 1, isKnownToReference(scalar),
            // Only if the two are its own decomposition, not another order of it.
            mapping(of: scalar, compatible: false) == parts
        else { return nil }
        return scalar
    }
}

/// Korean syllables, which are composed by arithmetic.
///
/// Source: The Unicode Standard, section 3.12.
private enum Hangul {
    private static let base: UInt32 = 0xAC00
    private static let leading: UInt32 = 0x1100
    private static let vowel: UInt32 = 0x1161
    private static let trailing: UInt32 = 0x11A7

    static func decomposition(_ value: UInt32) -> [Unicode.Scalar]? {
        let index = value - base
        let parts = [leading + index / 588, vowel + index % 588 / 28, trailing + index % 28]
        return (index % 28 == 0 ? parts.dropLast() : parts[...]).compactMap(Unicode.Scalar.init)
    }

    static func composition(_ first: UInt32, _ second: UInt32) -> Unicode.Scalar? {
        if (leading..<leading + 19).contains(first), (vowel..<vowel + 21).contains(second) {
            return Unicode.Scalar(base + ((first - leading) * 21 + second - vowel) * 28)
        }
        let isSyllable = (base..<base + 11_172).contains(first) && (first - base) % 28 == 0
        if isSyllable, (trailing + 1..<trailing + 28).contains(second) {
            return Unicode.Scalar(first + second - trailing)
        }
        return nil
    }
}
