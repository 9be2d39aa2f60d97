import Tabular
import Testing

struct SpellingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let typed: String
    let candidates: [String]
    let meant: String?
    var testDescription: String { "\(typed) → \(meant ?? "nothing")" }

    init(_ typed: String, _ candidates: [String], _ meant: String?) {
      self.typed = typed
      self.candidates = candidates
      self.meant = meant
    }
  }

  static let commands = ["watch", "train", "predict", "runs", "init", "example"]
  static let keys = ["learning_rate", "learning_rate_schedule", "momentum", "epochs", "l2", "seed"]

  @Test(arguments: [
    Case("trian", commands, "train"),
    Case("predcit", commands, "predict"),
    Case("run", commands, "runs"),
    Case("WATCH", commands, "watch"),
    Case("sead", ["config", "set", "threads"], "set"),
    Case("sead", ["set", "seed"], "seed"),
    Case("learningRate", keys, "learning_rate"),
    Case("learn", keys, "learning_rate"),
    Case("epoch", keys, "epochs"),
    Case("l1", keys, "l2"),
    Case("größe", ["grösse", "gewicht"], "grösse"),
  ])
  func findsWhatWasMeant(_ spelling: Case) {
    #expect(Spelling.closest(to: spelling.typed, among: spelling.candidates) == spelling.meant)
  }

  @Test(arguments: [
    Case("deploy", commands, nil),
    Case("x", ["y"], nil),
    Case("ab", ["abcdef"], nil),
    Case("", commands, nil),
    Case("train", [], nil),
    Case(String(repeating: "a", count: 65), [String(repeating: "a", count: 66)], nil),
  ])
  func staysSilentWhenNothingIsNear(_ spelling: Case) {
    #expect(Spelling.closest(to: spelling.typed, among: spelling.candidates) == nil)
  }

  @Test func countsASwapOfNeighboursAsOneEdit() {
    #expect(Spelling.closest(to: "abc", among: ["bac"]) == "bac")
    #expect(Spelling.closest(to: "abc", among: ["cba"]) == nil)
  }

  @Test func prefersTheNearerAndThenTheEarlierCandidate() {
    #expect(Spelling.closest(to: "column", among: ["colmn2", "colum"]) == "colum")
    #expect(Spelling.closest(to: "axis", among: ["axle", "axes", "axil"]) == "axes")
    #expect(Spelling.closest(to: "b", among: ["bc", "ba"]) == "bc")
  }

  @Test func quotesTheSuggestion() {
    #expect(Spelling.suggestion(for: "trian", among: Self.commands) == "; did you mean \"train\"?")
    #expect(Spelling.suggestion(for: "deploy", among: Self.commands) == "")
  }
}
