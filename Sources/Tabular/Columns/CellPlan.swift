/// How the cells of one column are read.
struct CellPlan {
  /// What is taken from a cell.
  enum Reading { case number, text, both }

  /// The column's index in the file.
  var column: Int
  /// The column's name, for messages.
  var name: String
  var reading: Reading
  /// The index among the columns with numbers; −1 for none.
  var numberSlot = -1
  /// The index among the columns with texts; −1 for none.
  var textSlot = -1

  /// Gives the columns of `plans` their slots.
  static func withSlots(_ plans: [CellPlan]) -> [CellPlan] {
    var numbers = 0
    var texts = 0
    return plans.map { plan in
      var plan = plan
      if plan.reading != .text {
        plan.numberSlot = numbers
        numbers += 1
      }
      if plan.reading != .number {
        plan.textSlot = texts
        texts += 1
      }
      return plan
    }
  }
}
