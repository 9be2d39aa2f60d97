"""Writes metrics.json: scores, targets and what scikit-learn's own loss functions make of them.

Made with scikit-learn 1.9.1 and numpy 2.4.6: scripts/python-env names an interpreter with both.
"""

import json
import pathlib

import numpy as np
from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score
from sklearn.neural_network._base import binary_log_loss, log_loss, squared_loss

random = np.random.RandomState(11)
cases = []

for extreme in (False, True):
    scores = random.uniform(size=(200, 1))
    if extreme:
        scores[::9], scores[1::9] = 0.0, 1.0
    targets = (random.uniform(size=(200, 1)) < scores).astype(float)
    targets[::5] = 1 - targets[::5]
    cases.append({"output": "logistic", "scores": scores, "targets": targets,
                  "loss": binary_log_loss(targets, scores),
                  "accuracy": accuracy_score(targets.ravel(), scores.ravel() >= 0.5)})

scores = random.uniform(size=(200, 4)) ** 3
scores /= scores.sum(axis=1, keepdims=True)
targets = np.eye(4)[random.randint(4, size=200)]
cases.append({"output": "softmax", "scores": scores, "targets": targets,
              "loss": log_loss(targets, scores),
              "accuracy": accuracy_score(targets.argmax(axis=1), scores.argmax(axis=1))})

targets = random.normal(1e4, 3, size=(200, 1))
scores = targets + random.normal(0, 2, size=(200, 1))
cases.append({"output": "identity", "scores": scores, "targets": targets,
              "loss": squared_loss(targets, scores), "r2": r2_score(targets, scores),
              "mae": mean_absolute_error(targets, scores)})

for case in cases:
    for key, value in case.items():
        if not isinstance(value, str):
            case[key] = np.asarray(value).tolist()
path = pathlib.Path(__file__).with_name("metrics.json")
path.write_text(json.dumps({"cases": cases}) + "\n")
