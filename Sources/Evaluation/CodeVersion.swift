/// The version of Assay's code, as runs record it.
package let codeVersion = "0.1.0"
