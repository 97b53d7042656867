package import Domain
package import Tensors

/// What a model computes, tensor by tensor, beside what the reference implementation recorded.
package struct Verification: Sendable {
    /// One tensor of one call.
    package struct Line: Sendable {
        /// Counted from 0.
        package let call: Int
        /// The recorded tensor: `mid.hidden_0`.
        package let name: String
        package let shape: Shape
        /// Nil if the model does not report such a tensor.
        package let difference: TensorDifference?
    }

    /// In the order of the calls and, within each, of the layers.
    package let lines: [Line]

    /// Loads a folder and runs its recorded calls.
    ///
    /// - Throws: What loading throws, or ``InferenceError`` for a call that cannot be run.
    package init(
        folder: String,
        catalog: Catalog<any ModelArchitecture.Type>,
        threads: Int
    ) throws {
        let model = try NativeModel.load(folder: folder, catalog: catalog, threads: threads)
        let recorded = try RecordedCalls(folder: folder)
        lines = try recorded.calls.enumerated().flatMap { index, call in
            let trace = TensorTrace()
            try model.model.run(
                inputs: call.inputs.mapValues { try recorded.tensor($0) },
                options: call.options,
                trace: trace
            )
            return try Self.compare(trace, call, index, recorded)
        }
    }

    /// The first tensor, in layer order, that is not within the tolerance.
    package func firstBeyond(_ tolerance: Float) -> Line? {
        lines.first { !($0.difference?.isWithin(tolerance) ?? false) }
    }

    private static func compare(
        _ trace: TensorTrace,
        _ call: RecordedCalls.Call,
        _ index: Int,
        _ recorded: RecordedCalls
    ) throws -> [Line] {
        let order = trace.tensors.map(\.name)
        let lines = try call.outputs.map { name, attribute in
            let expected = try recorded.tensor(name)
            let resolved = resolve(attribute, in: order)
            let found = resolved.flatMap { trace[$0] }
            let mask =
                try call.masks[name].map { try recorded.tensor($0) }
                ?? queries(of: attribute, expected.shape, call, recorded)
            let position = resolved.flatMap { order.firstIndex(of: $0) } ?? order.count
            let line = Line(
                call: index,
                name: name,
                shape: expected.shape,
                difference: found.map {
                    TensorDifference(expected: expected, found: $0, mask: mask)
                }
            )
            return (position: position, line: line)
        }
        return lines.sorted { ($0.position, $0.line.name) < ($1.position, $1.line.name) }
            .map(\.line)
    }

    /// For probabilities `[B, H, T, T]` of a padded batch, which queries are real, `[B, H, T]`: models
    /// run without padding, and what it attends to means nothing.
    private static func queries(
        of attribute: String,
        _ shape: Shape,
        _ call: RecordedCalls.Call,
        _ recorded: RecordedCalls
    ) throws -> Tensor? {
        guard attribute.hasPrefix("attentions."), shape.rank == 4,
            let name = call.inputs["attention_mask"]
        else { return nil }
        let mask = try recorded.tensor(name)
        guard mask.shape == [shape[0], shape[2]] else { return nil }
        let values = mask.values
        let rows = (0..<shape[0]).map { values[$0 * shape[2]..<($0 + 1) * shape[2]] }
        return Tensor(
            [shape[0], shape[1], shape[2]],
            rows.flatMap { Array(repeatElement($0, count: shape[1]).joined()) }
        )
    }

    /// Turns a negative index, which counts from the end, into the name that the model reports.
    private static func resolve(_ attribute: String, in names: [String]) -> String? {
        guard let dot = attribute.lastIndex(of: "."),
            let index = Int(attribute[attribute.index(after: dot)...]), index < 0
        else { return names.contains(attribute) ? attribute : nil }
        let stem = attribute[...dot]
        let members = names.filter { $0.hasPrefix(stem) && Int($0.dropFirst(stem.count)) != nil }
        let place = members.count + index
        return members.indices.contains(place) ? "\(stem)\(place)" : nil
    }
}
