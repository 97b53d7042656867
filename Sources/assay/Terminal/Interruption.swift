import Foundation
import Synchronization

/// Turns the first Control-C into a request to stop; a second one ends the program at once, which
/// loses no more than the batch in flight.
enum Interruption {
    private static let requested = Atomic<Bool>(false)

    static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// From now on, SIGINT and SIGTERM are requests.
    static func begin() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                signal(number, SIG_DFL)
                Interruption.requested.store(true, ordering: .relaxed)
            }
        }
    }
}
