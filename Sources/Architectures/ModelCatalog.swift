package import Domain
package import Inference

/// The model families that run natively, by `model_type`.
package let modelCatalog = Catalog<any ModelArchitecture.Type>(
    kind: "model_type",
    [
        Bert.self,
        CLIP.self,
        DistilBert.self,
        GPT2.self,
        GPTJ.self,
        GPTNeo.self,
        Hubert.self,
        Llama.self,
        Roberta.self,
        Tapas.self,
        ViT.self,
        Wav2Vec2.self,
    ],
    names: { $0.modelTypes }
)
