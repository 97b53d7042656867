import Checkpoints
import Domain

extension ModelSource {
    /// The class of `architectures` that the model is of.
    ///
    /// - Parameter known: Those that the family implements; the first of them stands for a
    ///   configuration that names none. One that names only others is refused before this is asked.
    /// - Returns: One of the known.
    package func className(among known: [String]) -> String {
        let found = configuration.value("architectures")?.strings ?? []
        return found.first(where: known.contains) ?? known.first ?? ""
    }
}
