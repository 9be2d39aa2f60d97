/// What the runs of one setting came to.
struct SettingSummary: Sendable {
  let setting: Study.Setting
  let runs: [StudyRun]
  let state: StudyRun.State
  /// One figure a repeat, in their order: a seed, or a fold with the mean over its seeds; nil where a
  /// run of it has none.
  let figures: [Double?]
  let spread: Spread?
  let meanLoss: Double?

  /// Summarizes the runs of a setting.
  init(_ setting: Study.Setting, runs: [StudyRun], folds: Int?, seeds: Int) {
    self.setting = setting
    self.runs = runs
    let states = runs.map(\.state)
    state =
      states.contains(.diverged) ? .diverged : states.contains(.discarded) ? .discarded : .done
    figures = (0..<(folds ?? seeds)).map { place in
      let ofRepeat = runs.filter { (folds == nil ? $0.trial.seedIndex : $0.trial.fold) == place }
      let measured = ofRepeat.compactMap(\.figure).filter(\.isFinite)
      guard !measured.isEmpty, measured.count == ofRepeat.count else { return nil }
      return Spread(measured)?.mean
    }
    spread = Spread(figures.compactMap(\.self))
    meanLoss = Spread(runs.compactMap(\.loss))?.mean
  }

  /// The figures where the setting can be compared: it was trained to its end, with every repeat.
  var comparableFigures: [Double]? {
    let measured = figures.compactMap(\.self)
    return state == .done && measured.count == figures.count ? measured : nil
  }
}
