package import Domain
package import Inference

/// The model families that run natively, by `model_type`.
package let modelCatalog = Catalog<any ModelArchitecture.Type>(
    kind: "model_type",
    [
        Bert.self,
        DistilBert.self,
        Roberta.self,
        Tapas.self,
        ViT.self,
    ],
    names: { $0.modelTypes }
)
