/// The kinds of processor that loops are compiled for, each able to do what those before it can.
package enum Processor: String, Sendable, CaseIterable, Comparable {
    /// Nothing is assumed.
    case plain
    /// x86-64 with AVX2 and FMA.
    case avx2
    /// x86-64 with AVX-512 F, DQ, BW and VL.
    case avx512

    /// What this processor can do, found once.
    package static let found = Loops.processorFound()

    /// The kinds that this processor can run, from the least.
    package static var runnable: [Processor] { allCases.filter { $0 <= found } }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
}
