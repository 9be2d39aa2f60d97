import Reports
import Testing

@Suite struct ProgressBarTests {
  @Test func printsALineATenthElsewhere() {
    var bar = ProgressBar(label: "tanh", total: 1000, style: .plain, at: 100)
    var lines: [String] = []
    for epoch in 1...1000 {
      let text = bar.update(
        epoch: epoch, loss: 1 / Double(epoch), at: 100 + Double(epoch) / 100)
      if !text.isEmpty { lines.append(text) }
    }
    lines.append(bar.finish(epoch: 1000, loss: 0.001, at: 110))
    #expect(lines.count == 11)
    #expect(lines[0] == "tanh: epoch 100/1000  loss 0.0100  9.0 s left\n")
    #expect(lines[8] == "tanh: epoch 900/1000  loss 0.0011  1.0 s left\n")
    #expect(lines[9] == "tanh: epoch 1000/1000  loss 0.0010  in 10.0 s\n")
    #expect(lines[10] == "")
  }

  @Test func saysWhereATrainingStoppedEarly() {
    var bar = ProgressBar(label: "", total: 200, style: .plain, at: 0)
    _ = bar.update(epoch: 20, loss: 0.5, at: 1)
    #expect(bar.finish(epoch: 37, loss: nil, at: 2) == "epoch 37/200  in 2.0 s\n")
  }

  @Test(arguments: [1, 3, 7])
  func printsEachTenthOnceForFewEpochs(_ total: Int) {
    var bar = ProgressBar(label: "a", total: total, style: .plain, at: 0)
    let texts = (1...total).map { bar.update(epoch: $0, loss: 1, at: Double($0)) }
    #expect(texts.allSatisfy { $0.hasSuffix("\n") })
    #expect(bar.finish(epoch: total, loss: 1, at: 9) == "")
  }

  @Test func redrawsTenTimesASecondOnATerminal() {
    let style = TerminalStyle(isTerminal: true, width: 80)
    var bar = ProgressBar(label: "baseline", total: 1024, style: style, at: 0)
    let drawn = (0...1024).map { bar.update(epoch: $0, loss: 0.5, at: Double($0) / 1024) }
      .filter { !$0.isEmpty }
    #expect((9...11).contains(drawn.count))
    #expect(drawn.allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1b}[K") })
    #expect(!drawn.joined().contains("\n"))
    #expect(
      drawn[5]
        == "\rbaseline  ████████████░░░░░░░░░░░░  epoch 515/1024  loss 0.5000  497 ms left\u{1b}[K")
    let end = bar.finish(epoch: 1024, loss: 0.25, at: 1)
    #expect(
      end
        == "\rbaseline  ████████████████████████  epoch 1024/1024  loss 0.2500  in 1.0 s\u{1b}[K\n"
    )
  }

  @Test(arguments: [10, 20, 30, 40, 60, 80, 200])
  func staysOnOneLine(_ width: Int) {
    let style = TerminalStyle(isTerminal: true, width: width)
    let label = "a 海海海 name\nthat \u{1b}[31m is long " + String(repeating: "x", count: 300)
    var bar = ProgressBar(label: label, total: 1000, style: style, at: 0)
    for text in [
      bar.update(epoch: 10, loss: 0.5, at: 1), bar.finish(epoch: 11, loss: .nan, at: 2),
    ] {
      let line = text.dropFirst().prefix { $0 != "\u{1b}" }
      #expect(TerminalText.width(of: String(line)) < width)
      #expect(text.filter { $0 == "\u{1b}" }.count == 1)
    }
  }

  @Test func makesRoomForAMessage() {
    let style = TerminalStyle(isTerminal: true, width: 80)
    var bar = ProgressBar(label: "a", total: 10, style: style, at: 0)
    #expect(bar.clear() == "")
    #expect(bar.update(epoch: 1, loss: 1, at: 0) != "")
    #expect(bar.clear() == "\r\u{1b}[K")
    #expect(bar.update(epoch: 2, loss: 1, at: 0.01) != "")
  }
}
