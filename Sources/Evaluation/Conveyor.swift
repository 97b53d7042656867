import Foundation
import Synchronization

/// Carries items from a thread that makes them to the caller, who takes them: making goes on while
/// an item is taken, a few items ahead.
final class Conveyor<Item: Sendable>: Sendable {
    private struct State {
        var items: [Item] = []
        var end: Result<Void, any Error>?
        var isAbandoned = false
    }

    /// The taker has thrown; this makes the maker stop.
    private struct Abandoned: Error {}

    private let state = Mutex(State())
    private let room: DispatchSemaphore
    private let filled = DispatchSemaphore(value: 0)

    private init(capacity: Int) {
        // Raised from 0: a semaphore must not end below the value that it was made with, and this one
        // may when the taker throws.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
    }

    /// Runs `make` on a thread of its own and `take` here, for each item in order, until both are
    /// done.
    ///
    /// Throws the first error of either; `make` is stopped at its next item when `take` throws.
    static func carry(
        ahead capacity: Int,
        make: @escaping @Sendable (_ put: (Item) throws -> Void) throws -> Void,
        take: (Item) throws -> Void
    ) throws {
        let conveyor = Conveyor(capacity: capacity)
        // Not a task: the maker blocks on files and on the semaphore.
        let thread = Thread {
            let end = Result { try make { try conveyor.put($0) } }
            conveyor.state.withLock { $0.end = end }
            conveyor.filled.signal()
        }
        thread.stackSize = 8 << 20
        thread.start()
        do {
            while let item = try conveyor.next() { try take(item) }
        } catch {
            conveyor.abandon()
            throw error
        }
    }

    private func put(_ item: Item) throws {
        room.wait()
        let isAbandoned = state.withLock { state in
            if !state.isAbandoned { state.items.append(item) }
            return state.isAbandoned
        }
        if isAbandoned { throw Abandoned() }
        filled.signal()
    }

    /// The next item; nil when the maker is done.
    private func next() throws -> Item? {
        filled.wait()
        let (item, end) = state.withLock { state in
            state.items.isEmpty ? (nil, state.end) : (state.items.removeFirst(), nil)
        }
        if let item {
            room.signal()
            return item
        }
        try end?.get()
        return nil
    }

    /// Lets the maker run into ``Abandoned`` and waits until it has stopped.
    private func abandon() {
        state.withLock {
            $0.isAbandoned = true
            $0.items.removeAll()
        }
        room.signal()
        while state.withLock({ $0.end == nil }) {
            room.signal()
            _ = filled.wait(timeout: .now() + 0.01)
        }
    }
}
