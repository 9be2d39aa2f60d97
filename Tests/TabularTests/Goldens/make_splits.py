"""Writes splits.txt: the rows that scikit-learn 1.9.1 picks (with numpy 2.4.6).

One case on four lines: method count fraction seed / labels (stratified) or groups / train / test.
Without arguments: splits.txt beside this file. With a count and a seed: that many random cases of other
sizes, class mixes and groups on stdout.
"""

import pathlib
import sys

import numpy as np
from sklearn.model_selection import GroupShuffleSplit, train_test_split

out = []


def case(method, count, fraction, seed, labels=None):
    if method == "group":
        splitter = GroupShuffleSplit(n_splits=1, test_size=fraction, random_state=seed)
        train, test = next(splitter.split(np.arange(count), groups=labels))
    else:
        train, test = train_test_split(
            np.arange(count), test_size=fraction, random_state=seed,
            stratify=labels if method == "stratified" else None)
    out.append(f"{method} {count} {fraction!r} {seed}")
    for values in ([] if labels is None else labels, train, test):
        out.append(" ".join(str(value) for value in values))


def can_stratify(labels, classes, fraction):
    counts = np.unique(labels, return_counts=True)[1]
    n_test = int(np.ceil(fraction * len(labels)))
    return (len(counts) == classes and counts.min() >= 2
            and min(n_test, len(labels) - n_test) >= classes)


def golden():
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
                if can_stratify(labels, len(mix), fraction):
                    case("stratified", count, fraction, count + number, labels)
    # Equal classes, so that every remainder ties.
    for count, classes in ((30, 3), (50, 5), (90, 9), (150, 3)):
        for fraction in (0.21, 0.25, 0.37):
            case("stratified", count, fraction, 42, np.arange(count) % classes)

    # Groups: numbers sort by value (9 before 10), texts by their characters.
    for count, groups in ((4, 2), (30, 7), (60, 11), (200, 40), (200, 190)):
        for fraction in (0.1, 0.25, 0.5):
            numbers = generator.integers(groups, size=count) * 3 - 7
            case("group", count, fraction, count + groups, numbers)
            names = [f"g{number}" for number in numbers]
            case("group", count, fraction, count + groups + 1, names)


def random_cases(number, seed):
    generator = np.random.default_rng(seed)
    while number:
        method = generator.choice(["random", "stratified", "group"])
        count = int(generator.integers(2, 30) if generator.random() < 0.3
                    else generator.integers(30, 2500))
        fraction = round(float(generator.uniform(0.01, 0.99)), int(generator.integers(1, 5)))
        if not 0 < fraction < 1 or int(np.ceil(fraction * count)) >= count:
            continue
        labels = None
        if method == "stratified":
            classes = int(generator.integers(2, 13))
            labels = generator.choice(classes, size=count, p=generator.dirichlet(np.ones(classes)))
            if not can_stratify(labels, classes, fraction):
                continue
        if method == "group":
            labels = generator.integers(-50, int(generator.integers(-40, 2000)), size=count)
            groups = len(np.unique(labels))
            if int(np.ceil(fraction * groups)) >= groups:
                continue
        case(method, count, fraction, int(generator.integers(2**32)), labels)
        number -= 1


if len(sys.argv) > 1:
    random_cases(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write("\n".join(out) + "\n")
else:
    golden()
    pathlib.Path(__file__).with_name("splits.txt").write_text("\n".join(out) + "\n")
