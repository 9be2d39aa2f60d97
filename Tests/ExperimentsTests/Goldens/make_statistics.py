"""Writes what SciPy says about random figures, one JSON object: paired t-tests, t-tests corrected for folds after
Nadeau and Bengio 2003, rank correlations, and corrections after Holm 1979."""

import json

import numpy
from scipy import stats

generator = numpy.random.RandomState(11)
paired, folds, ranks, holm = [], [], [], []
for count in [2, 3, 5, 10, 30]:
    for shift in [0, 0.01, 0.3]:
        first = generator.normal(0.9 + shift, 0.05, count)
        second = generator.normal(0.9, 0.05, count)
        paired.append({"first": first.tolist(), "second": second.tolist(),
                       "p": float(stats.ttest_rel(first, second).pvalue)})
        difference = first - second
        variance = difference.var(ddof=1) * (1 / count + 1 / (count - 1))
        t = difference.mean() / numpy.sqrt(variance)
        folds.append({"first": first.tolist(), "second": second.tolist(),
                      "p": float(2 * stats.t.sf(abs(t), count - 1))})
for count in [3, 8, 50]:
    for slope in [-2, 0, 1]:
        x = generator.uniform(0, 1, count)
        y = numpy.round(slope * x + generator.normal(0, 0.5, count), 1)
        found = stats.spearmanr(x, y)
        if numpy.isfinite(found.statistic):
            ranks.append({"x": x.tolist(), "y": y.tolist(), "coefficient": float(found.statistic),
                          "p": float(found.pvalue)})
for count in [1, 2, 7]:
    p = generator.uniform(0, 0.2, count)
    order = numpy.argsort(p)
    corrected = numpy.empty(count)
    corrected[order] = numpy.minimum(1, numpy.maximum.accumulate(p[order] * (count - numpy.arange(count))))
    holm.append({"p": p.tolist(), "corrected": corrected.tolist()})
print(json.dumps({"paired": paired, "folds": folds, "ranks": ranks, "holm": holm}))
