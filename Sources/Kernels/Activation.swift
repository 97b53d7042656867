/// The element-wise functions between the products of a model.
package enum Activation: String, Sendable, CaseIterable {
    case none
    /// x Φ(x) with Φ by erf (Hendrycks and Gimpel 2016).
    case gelu
    /// The approximation of GELU by tanh.
    case geluTanh
    /// x σ(1.702 x).
    case quickGELU
    case relu
    /// x σ(x).
    case silu
}
