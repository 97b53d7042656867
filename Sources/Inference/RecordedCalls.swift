package import Checkpoints
package import Domain
package import Tensors

/// Calls of the reference implementation with what went in and what came out, kept beside a
/// checkpoint: `io.json` says what they are, `io.safetensors` has the numbers.
package struct RecordedCalls: Sendable {
    package struct Call: Sendable, Equatable {
        /// The tensors of `io.safetensors` that are given, by the reference's keyword.
        package let inputs: [String: String]
        /// The reference's other arguments.
        package let options: [String: JSONValue]
        /// Which output attribute each tensor is: `mid.hidden_0` is `hidden_states.0`.
        package let outputs: [String: String]
        /// For tensors whose padded places mean nothing, the mask's tensor.
        package let masks: [String: String]
    }

    package let calls: [Call]
    package let tensors: SafetensorsFile

    /// Reads a folder's recorded calls.
    ///
    /// - Throws: ``CheckpointError``.
    package init(folder: String) throws(CheckpointError) {
        let json = try ConfigurationScope(file: folder + "/io.json")
        tensors = try SafetensorsFile(path: folder + "/io.safetensors")
        guard let members = json.value("calls")?.array else {
            throw json.error("calls", expected: "an array", found: "nothing")
        }
        var calls: [Call] = []
        for (index, member) in members.enumerated() {
            guard let inputs = Self.names(member["inputs"]),
                let outputs = Self.names(member["outputs"])
            else {
                throw json.error(
                    "calls.\(index)",
                    expected: "inputs and outputs that name tensors",
                    found: "something else"
                )
            }
            calls.append(
                Call(
                    inputs: inputs,
                    options: member["kwargs"]?.object ?? [:],
                    outputs: outputs,
                    masks: Self.names(member["valid_where_mask_is_1"]) ?? [:]
                )
            )
        }
        self.calls = calls
    }

    /// A tensor of `io.safetensors`.
    package func tensor(_ name: String) throws(CheckpointError) -> Tensor {
        guard let entry = tensors[name] else {
            throw .missingTensor(name: name, folder: tensors.file.path)
        }
        return tensors.tensor(entry)
    }

    private static func names(_ value: JSONValue?) -> [String: String]? {
        guard let members = value?.object else { return nil }
        let names = members.compactMapValues(\.string)
        return names.count == members.count ? names : nil
    }
}
