"""Writes splits.txt: the rows that scikit-learn 1.9.1 picks (with numpy 2.4.6).

One case on four lines: method count fraction seed / labels (stratified only) / train / test.
"""

import pathlib

import numpy as np
from sklearn.model_selection import train_test_split

out = []


def case(method, count, fraction, seed, labels=None):
    train, test = train_test_split(
        np.arange(count), test_size=fraction, random_state=seed,
        stratify=labels if method == "stratified" else None)
    out.append(f"{method} {count} {fraction!r} {seed}")
    for values in ([] if labels is None else labels, train, test):
        out.append(" ".join(str(int(value)) for value in values))


for count in (2, 3, 4, 5, 7, 10, 64, 65, 100, 150, 333, 569, 1000):
    for fraction in (0.1, 0.25, 0.33, 0.5):
        case("random", count, fraction, (count * 7 + int(fraction * 100)) % 1000)
for seed in (0, 1, 42, 2**32 - 1):
    case("random", 101, 0.25, seed)

generator = np.random.default_rng(7)
mixes = [[0.5, 0.5], [0.9, 0.1], [0.97, 0.03], [1 / 3] * 3, [0.6, 0.3, 0.1], [0.1] * 10,
         [0.4, 0.2, 0.2, 0.1, 0.1]]
for count in (20, 40, 57, 100, 150, 211, 400):
    for number, mix in enumerate(mixes):
        for fraction in (0.2, 0.25, 0.3, 0.5):
            labels = generator.choice(len(mix), size=count, p=mix)
            counts = np.unique(labels, return_counts=True)[1]
            n_test = int(np.ceil(fraction * count))
            if len(counts) < len(mix) or counts.min() < 2 or min(n_test, count - n_test) < len(mix):
                continue
            case("stratified", count, fraction, count + number, labels)
# Equal classes, so that every remainder ties.
for count, classes in ((30, 3), (50, 5), (90, 9), (150, 3)):
    for fraction in (0.21, 0.25, 0.37):
        case("stratified", count, fraction, 42, np.arange(count) % classes)

pathlib.Path(__file__).with_name("splits.txt").write_text("\n".join(out) + "\n")
