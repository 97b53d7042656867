/// What a dataset consists of.
package enum DatasetKind: String, Sendable, CaseIterable {
    case speech, image, table, caption, text
}
