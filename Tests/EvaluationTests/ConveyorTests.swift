import Synchronization
import Testing

@testable import Evaluation

@Suite struct ConveyorTests {
    private struct Stop: Error {}

    @Test(arguments: [1, 2, 7]) func everyItemArrivesInOrder(_ ahead: Int) throws {
        var taken: [Int] = []
        try Conveyor<Int>.carry(ahead: ahead) { put in
            for item in 0..<1_000 { try put(item) }
        } take: {
            taken.append($0)
        }
        #expect(taken == Array(0..<1_000))
    }

    @Test func theMakersErrorComesAfterItsItems() {
        var taken: [Int] = []
        #expect(throws: Stop.self) {
            try Conveyor<Int>.carry(ahead: 2) { put in
                for item in 0..<10 { try put(item) }
                throw Stop()
            } take: {
                taken.append($0)
            }
        }
        #expect(taken == Array(0..<10))
    }

    @Test func theMakerStopsWhenTheTakerThrows() {
        let made = Mutex(0)
        #expect(throws: Stop.self) {
            try Conveyor<Int>.carry(ahead: 2) { put in
                for item in 0..<1_000_000 {
                    made.withLock { $0 = item }
                    try put(item)
                }
            } take: { item in
                if item == 5 { throw Stop() }
            }
        }
        #expect(made.withLock { $0 } < 1_000)
    }

    @Test func nothingToCarryIsNoError() throws {
        try Conveyor<Int>.carry(ahead: 1) { _ in
        } take: { _ in
            Issue.record("took nothing")
        }
    }
}
