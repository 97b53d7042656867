#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Convolution of long signals by the fast Fourier transform (radix 2, Cooley and Tukey 1965).
enum FourierTransform {
    /// The linear convolution of two real signals: `first.count + second.count - 1` numbers; none if either
    /// is empty.
    static func convolve(_ first: [Double], _ second: [Double]) -> [Double] {
        guard !first.isEmpty, !second.isEmpty else { return [] }
        let count = first.count + second.count - 1
        var size = 1
        while size < count { size *= 2 }
        // Both at once: one is the real part, the other the imaginary part.
        var real = first + [Double](repeating: 0, count: size - first.count)
        var imaginary = second + [Double](repeating: 0, count: size - second.count)
        transform(&real, &imaginary, sign: -1)
        var productReal = real, productImaginary = imaginary
        for index in 0..<size {
            let mirror = (size - index) % size
            // Of z = a + ib with real a and b: A = (Z + Z*) / 2 and B = (Z - Z*) / 2i, Z* mirrored.
            let (aReal, aImaginary) = (
                (real[index] + real[mirror]) / 2, (imaginary[index] - imaginary[mirror]) / 2
            )
            let (bReal, bImaginary) = (
                (imaginary[index] + imaginary[mirror]) / 2, (real[mirror] - real[index]) / 2
            )
            productReal[index] = aReal * bReal - aImaginary * bImaginary
            productImaginary[index] = aReal * bImaginary + aImaginary * bReal
        }
        transform(&productReal, &productImaginary, sign: 1)
        return productReal.prefix(count).map { $0 / Double(size) }
    }

    /// The transform in place, not normalised; `sign` is -1 forwards and 1 backwards. The size is a power
    /// of two.
    private static func transform(_ real: inout [Double], _ imaginary: inout [Double], sign: Double) {
        let size = real.count
        var reversed = 0
        for index in 1..<max(1, size) {
            var bit = size >> 1
            while reversed & bit != 0 {
                reversed ^= bit
                bit >>= 1
            }
            reversed |= bit
            if index < reversed {
                real.swapAt(index, reversed)
                imaginary.swapAt(index, reversed)
            }
        }
        var length = 2
        while length <= size {
            let half = length / 2
            let angle = sign * 2 * Double.pi / Double(length)
            let roots = (0..<half).map { (cos(angle * Double($0)), sin(angle * Double($0))) }
            for start in stride(from: 0, to: size, by: length) {
                for (offset, root) in roots.enumerated() {
                    let (upper, lower) = (start + offset, start + offset + half)
                    let oddReal = real[lower] * root.0 - imaginary[lower] * root.1
                    let oddImaginary = real[lower] * root.1 + imaginary[lower] * root.0
                    real[lower] = real[upper] - oddReal
                    imaginary[lower] = imaginary[upper] - oddImaginary
                    real[upper] += oddReal
                    imaginary[upper] += oddImaginary
                }
            }
            length *= 2
        }
    }
}
