import Numerics
package import Tabular

/// A table with its split and its target's encoding: what all runs of a study share.
package struct PreparedData: Sendable {
  package let table: Table
  package let target: TargetEncoder
  /// Row numbers of the training part, in the order in which they are trained on, and of the test
  /// part.
  package let split: Split

  /// Splits a table.
  ///
  /// - Throws: `TabularError` where the target does not fit the task or the rows are too few.
  package init(_ table: Table, task: Task?, split settings: SplitSettings) throws(TabularError) {
    self.table = table
    target = try TargetEncoder(fitting: table, task: task)
    let labels = target.task == .classification ? try target.classIndices(table) : nil
    split = try settings.indices(
      count: table.rowCount, labels: labels, classNames: target.classes)
  }
}
