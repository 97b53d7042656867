import Checkpoints
import Foundation
import Tensors
import Testing

/// Names that the reference has given up, prefixes that are not there, tensors that may be left over.
struct WeightScopeTests {
    @Test func readsFormerSpellings() throws {
        let scope = try Self.scope([
            "LayerNorm.gamma", "LayerNorm.beta", "conv.weight_g", "conv.weight_v", "gamma",
        ])
        _ = try scope["LayerNorm"].tensor("weight", [1])
        _ = try scope["LayerNorm"].tensor("bias", [1])
        let conv = scope["conv"]["parametrizations"]["weight"]
        #expect(conv.has("original0") && conv.has("original1") && scope["conv"].has("weight_g"))
        _ = try conv.tensor("original0", [1])
        _ = try scope["conv"].tensor("weight_v", [1])
        // Only norms were spelt so.
        #expect(!scope.has("weight"))
        _ = try scope.tensor("gamma", [1])
        #expect(try scope.requireAllRead() == [])
    }

    @Test func readsPresentSpellingsUnderFormerNames() throws {
        let scope = try Self.scope(["conv.parametrizations.weight.original0", "LayerNorm.weight"])
        _ = try scope["conv"].tensor("weight_g", [1])
        _ = try scope["LayerNorm"].tensor("gamma", [1])
        #expect(try scope.requireAllRead() == [])
    }

    @Test func readsTheBaseModelAlone() throws {
        let names = WeightNames(basePrefix: "bert")
        let bare = try Self.scope(["encoder.x", "embeddings.LayerNorm.gamma"], names)
        _ = try bare["bert"]["encoder"].tensor("x", [1])
        _ = try bare["bert"]["embeddings"]["LayerNorm"].tensor("weight", [1])
        #expect(try bare.requireAllRead() == [])
        // With the prefix anywhere, a name without it is another tensor.
        let mixed = try Self.scope(["bert.encoder.x", "pooler.x"], names)
        #expect(!mixed["bert"]["pooler"].has("x"))
        let plain = try Self.scope(["encoder.x"], WeightNames())
        #expect(!plain["bert"]["encoder"].has("x"))
    }

    @Test func namesWhatIsLeftOver() throws {
        let names = WeightNames(leftOver: ["*.attn.bias", "cls.*", "position_ids"])
        let stored = [
            "h.0.attn.bias", "attn.bias", "cls.predictions.bias", "position_ids", "used",
        ]
        let scope = try Self.scope(stored, names)
        _ = try scope.tensor("used", [1])
        #expect(
            try scope.requireAllRead()
                == ["attn.bias", "cls.predictions.bias", "h.0.attn.bias", "position_ids"]
        )
        let strict = try Self.scope(stored + ["h.0.attn.bias.more", "x.position_ids"], names)
        _ = try strict.tensor("used", [1])
        let error = #expect(throws: CheckpointError.self) { try strict.requireAllRead() }
        #expect(
            error?.description.hasSuffix("h.0.attn.bias.more, x.position_ids") == true,
            "\(error?.description ?? "none")"
        )
    }

    private static func scope(
        _ names: [String],
        _ convention: WeightNames = WeightNames()
    ) throws -> WeightScope {
        let tensors = Dictionary(uniqueKeysWithValues: names.map { ($0, [Float(1)]) })
        let folder = try CheckpointTests.folder(["model.safetensors": tensors])
        return WeightScope(try Checkpoint(folder: folder), names: convention)
    }
}
