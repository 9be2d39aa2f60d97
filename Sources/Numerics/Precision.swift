/// The width of the floating-point numbers that a network is trained and scored in.
package enum Precision: String, Codable, CaseIterable, Sendable {
  case float32, float64
}
