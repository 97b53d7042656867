package import Domain

/// The perturbations that Assay knows.
package let perturbationCatalog = Catalog<any Perturbation.Type>(
    kind: "perturbation",
    [
        // Texts.
        Typos.self,
        Misspellings.self,
        Lowercase.self,
        Uppercase.self,
        Spacing.self,
        Contractions.self,
        Expansions.self,
        Dialect.self,
        Gender.self,
        Names.self,
        // Pictures.
        GaussianNoise.self,
        ShotNoise.self,
        GaussianBlur.self,
        JPEGCompression.self,
        Contrast.self,
        Rotation.self,
        Occlusion.self,
        // Recordings.
        WhiteNoise.self,
        SelfBabble.self,
        Gain.self,
        Speed.self,
        Reverberation.self,
        BandLimit.self,
        MuLaw.self,
    ],
    names: { [$0.name] }
)
