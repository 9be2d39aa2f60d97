"""Writes folds that scikit-learn made, one case a JSON object: {"count", "rows", "seed", "labels", "test"}.

`labels` is null for KFold; `test` has the test rows of each fold.
"""

import json

import numpy
from sklearn.model_selection import KFold, StratifiedKFold

cases = []
for count, rows, seed in [(2, 5, 0), (3, 10, 42), (5, 23, 1), (10, 101, 7), (4, 4, 3)]:
    folds = KFold(count, shuffle=True, random_state=seed).split(numpy.zeros(rows))
    cases.append({"count": count, "rows": rows, "seed": seed, "labels": None,
                  "test": [test.tolist() for _, test in folds]})
generator = numpy.random.RandomState(5)
for count, rows, seed, classes in [(2, 9, 0, 2), (3, 40, 42, 3), (5, 57, 1, 4), (10, 200, 9, 2), (5, 30, 3, 6)]:
    labels = generator.randint(0, classes, rows)
    folds = StratifiedKFold(count, shuffle=True, random_state=seed).split(numpy.zeros(rows), labels)
    cases.append({"count": count, "rows": rows, "seed": seed, "labels": labels.tolist(),
                  "test": [test.tolist() for _, test in folds]})
print(json.dumps(cases))
