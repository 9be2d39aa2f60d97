"""Reads a metrics file with Prometheus's own parser, checks the naming rules, prints `name{labels} value`.

The rules: https://prometheus.io/docs/practices/naming/ and what `promtool check metrics` tells of.
"""

import math
import pathlib
import re
import sys

from prometheus_client.parser import text_string_to_metric_families

BASE_UNITS = ("seconds", "bytes", "ratio", "info", "total", "jobs", "files")


def problems(family):
    """What is wrong with one family of samples."""
    if not re.fullmatch(r"backdrop(_[a-z][a-z0-9]*)+", family.name):
        yield "the name is not in the application's own name space, in snake case"
    if family.type not in ("counter", "gauge"):
        yield f"no TYPE, or the unexpected one {family.type}"
    if len(family.documentation) < 10:
        yield "no HELP"
    if re.search(r"_(counter|gauge)(_|$)", family.name):
        yield "the type stands in the name"
    for sample in family.samples:
        if (family.type == "counter") != sample.name.endswith("_total"):
            yield f"{sample.name}: what only grows ends in _total, and nothing else does"
        if not sample.name.endswith(BASE_UNITS):
            yield f"{sample.name}: no base unit"
        if re.search(r"(milli|micro|nano)seconds|minutes|hours|kilobytes", sample.name):
            yield f"{sample.name}: not a base unit"
        if not math.isfinite(sample.value) or sample.value < 0:
            yield f"{sample.name}: {sample.value}"
        for label in sample.labels:
            if not re.fullmatch(r"[a-z]+", label):
                yield f"{sample.name}: label {label}"
    if len({(s.name, tuple(sorted(s.labels.items()))) for s in family.samples}) != len(family.samples):
        yield "the same sample twice"


families = list(text_string_to_metric_families(pathlib.Path(sys.argv[1]).read_text()))
found = [f"{family.name}: {problem}" for family in families for problem in problems(family)]
if len({family.name for family in families}) != len(families):
    found.append("a family stands twice")
for family in families:
    for sample in family.samples:
        labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
        print(f"{sample.name}{{{labels}}} {sample.value:.3f}")
for problem in found:
    print(problem, file=sys.stderr)
sys.exit(1 if found else 0)
