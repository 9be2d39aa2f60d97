import Numerics

/// The founding notebook as two files to drop: 1000 points, and a study of its six experiments.
package enum NotebookExample {
  /// `notebook.csv`: x uniform in [−2, 2) from NumPy's generator with seed 42, y whether x is at
  /// least 0.
  ///
  /// The doubles are in shortest round-trip form, as Python's `repr` writes them.
  package static var csv: String {
    var random = RandomState(seed: 42)
    var text = "x,y\n"
    for _ in 0..<1000 {
      let x = random.uniform(low: -2, high: 2)
      text += "\(x),\(x >= 0 ? 1 : 0)\n"
    }
    return text
  }

  /// `notebook.json`: the settings that give every number that the notebook printed.
  package static let config = """
    { "data": "notebook.csv", "target": "y",
      "split": { "method": "random", "test_fraction": 0.25, "seed": 42 },
      "preprocess": { "scale": "none" },
      "network": { "hidden": [4], "activation": "sigmoid", "initial_weights": { "normal": 0.01 } },
      "training": { "optimizer": "sgd", "momentum": 0, "learning_rate": 0.01, "epochs": 1000,
                    "batch_size": "full", "shuffle": false, "l2": 0, "tolerance": 0, "precision": "float64" },
      "seed": 42,
      "study": { "shared_random_stream": { "skip_uniforms": 1000 },
        "runs": [ { "name": "baseline" },
                  { "name": "2000 epochs", "training.epochs": 2000 },
                  { "name": "learning rate 0.1", "training.learning_rate": 0.1 },
                  { "name": "8 hidden units", "network.hidden": [8] },
                  { "name": "tanh", "network.activation": "tanh", "network.tanh_derivative": "notebook" },
                  { "name": "tanh, learning rate 0.1", "network.activation": "tanh",
                    "network.tanh_derivative": "notebook", "training.learning_rate": 0.1 } ] } }

    """
}
