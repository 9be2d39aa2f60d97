"""Makes every kind of report with the real program and checks each in headless Chromium.

Run it through scripts/check-reports. Exit code 1 when anything is wrong.
"""

import argparse
import base64
import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import sklearn.datasets

from devtools import Browser

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "pipeline" / "examples"
# Markup, quotes, an escape sequence, a mark that turns the direction of writing, a line end.
HOSTILE = "<script>alert('x')</script>\"&\x1b[31m\u202eabc\nnext"
LARGEST = 1_000_000
# Both widths and both themes; all four pictures only where somebody will look at them.
VIEWS = ((360, "light"), (1400, "dark"))
OTHER_VIEWS = ((360, "dark"), (1400, "light"))

# What must be in each page: texts that a reader sees, and drawings by the ids of their titles.
CLASSIFIER = ["loss", "confusion", "roc", "precision-recall", "calibration", "importance-plot",
              "network-drawing"]
EXPECTED = {
    "notebook": (
        ["\"tanh, learning rate 0.1\" is chosen by its loss on the test rows", "+51.2 points",
         "About the derivative of tanh", "Loss curves on one scale", "0.3490", "0.1311"],
        CLASSIFIER + ["thresholds", "axis-0", "curve-5"]),
    "iris": (["Each class against the rest", "setosa", "SHA-256", "baseline"], CLASSIFIER),
    "breast_cancer": (["is chosen by its loss on validation rows"], CLASSIFIER + ["thresholds", "curve-4"]),
    "random": (["Spearman", "All settings together"], ["parallel", "axis-0", "axis-1", "axis-2", "roc"]),
    "grid": (["The settings, best first", "All settings together", "Student 1908"],
             CLASSIFIER + ["parallel", "axis-2"]),
    "diabetes": (["mean absolute error", "Off by"],
                 ["loss", "score", "predicted", "residuals", "residuals-by-value",
                  "importance-plot", "network-drawing"]),
    "thousand": (["The best 300 of 1,000.", "The best 24 of 1000 settings", "Spearman"],
                 ["parallel", "axis-2", "curve-23"]),
    "crossed": (["by its mean loss over 3 folds of the training rows", "mean ± standard deviation over seeds or folds",
                 "Nadeau and Bengio 2003"], CLASSIFIER + ["curve-1"]),
    "names": (["<script>alert('x')</script>\"&\\u{1b}[31m\\u{202e}abc\\nnext", "is chosen by"],
              CLASSIFIER + ["curve-1"]),
    "unfit": (["It failed:", "<script>alert('x')</script>\"&\\u{1b}[31m\\u{202e}abc\\nnext"], []),
    "hostile": (["<script>alert('x')</script>\"&\\u{1b}[31m\\u{202e}abc\\nnext"], CLASSIFIER),
    "broken": (["It failed:", "expected 2 fields, found 1", "Exit code"], []),
    "diverged": (["It failed:"], []),
    "index": (["Models", "Last runs", "Failures", "The daemon has ended"], []),
    "run": (["To train the same again", "Metrics", "On the test rows"], CLASSIFIER),
    "unchosen": (["validation rows", "On the validation rows", "baseline (validation)"],
                 CLASSIFIER + ["thresholds"]),
    "fold": (["Right on", "On the validation rows"], CLASSIFIER),
}

# Pages of runs that a study did not choose: nothing of the test rows may be in them.
WITHOUT_TEST = ("unchosen", "fold")

# Runs in the page: gives sentences about what is wrong.
LAYOUT = r"""
(() => {
  const wrong = [], width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    wrong.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  const name = e => `<${e.tagName.toLowerCase()}> ${(e.textContent || "").slice(0, 40)}`;
  for (const e of document.body.querySelectorAll("*")) {
    const box = e.getBoundingClientRect();
    if (!box.width || e.closest(".scroll, .defs")) continue;
    if (box.right > width + 1 || box.left < -1)
      wrong.push(`${name(e)} lies from ${box.left.toFixed(0)} to ${box.right.toFixed(0)}`);
  }
  const rgb = text => (text.match(/[\d.]+/g) || [0, 0, 0]).slice(0, 3).map(Number);
  const light = c => c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const paper = rgb(getComputedStyle(document.body).backgroundColor);
  for (const svg of document.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")].map(e => [e, e.getBoundingClientRect()]);
    const cells = [...svg.querySelectorAll("rect.cell")].map(e => [e, e.getBoundingClientRect()]);
    texts.forEach(([a, p], i) => {
      for (const [b, q] of texts.slice(i + 1)) {
        const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (x > 1 && y > 2) wrong.push(`${name(a)} overlaps ${name(b)}`);
      }
      const [x, y] = [(p.left + p.right) / 2, (p.top + p.bottom) / 2];
      let back = paper;
      for (const [cell, box] of cells)
        if (box.left < x && x < box.right && box.top < y && y < box.bottom) {
          const style = getComputedStyle(cell), share = Number(style.fillOpacity);
          back = rgb(style.fill).map((v, i) => v * share + paper[i] * (1 - share));
        }
      const [m, n] = [light(rgb(getComputedStyle(a).fill)), light(back)];
      const contrast = (Math.max(m, n) + .05) / (Math.min(m, n) + .05);
      if (contrast < 4.5) wrong.push(`${name(a)} has a contrast of ${contrast.toFixed(2)}`);
    });
  }
  return wrong;
})()
"""
AXE = """
axe.run(document, {resultTypes: ["violations"]}).then(result => result.violations.map(v =>
  `axe: ${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120)).join(" | ")))
"""


def diabetes():
    """scikit-learn's regression data, with their header."""
    data = sklearn.datasets.load_diabetes(scaled=False)
    yield list(data.feature_names) + ["progression"]
    for row, target in zip(data.data, data.target):
        yield [float(value) for value in row] + [float(target)]


def hostile():
    """Columns, classes and values that would do harm in a page that does not escape them."""
    yield [HOSTILE, f"{HOSTILE} kind", "plain", f"class {HOSTILE}"]
    for row in range(120):
        kind = HOSTILE if row % 3 else f"other {HOSTILE}"
        yield [row % 17, kind, row * 7 % 11, HOSTILE if row % 17 < 8 else f"{HOSTILE} too"]


def drop(inbox):
    """Fills the inbox with one job of each kind."""
    for name in ("notebook", "iris", "breast_cancer"):
        for ending in (".csv", ".json"):
            shutil.copy(EXAMPLES / (name + ending), inbox)
    for name, rows, config in (
        ("diabetes", diabetes(), """{ "network": { "hidden": [16] }, "training":
            { "learning_rate": 0.05, "epochs": 400, "early_stopping": true, "batch_size": 32 } }"""),
        ("diverged", diabetes(), """{ "preprocess": { "scale": "none" }, "network":
            { "activation": "identity" }, "training": { "optimizer": "sgd", "learning_rate": 1000 } }"""),
        (f"hostile {HOSTILE}".replace("/", "_"), hostile(),
         '{ "model": "hostile", "training": { "epochs": 30, "learning_rate": 0.01 } }'),
    ):
        with open(inbox / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows(rows)
        (inbox / f"{name}.json").write_text(config)
    (inbox / "broken.csv").write_text("a,b\n1,2\n3\n")
    for name, config in (
        ("names", {"model": "names", "training": {"epochs": 4}, "study": {"runs": [
            {"name": HOSTILE}, {"name": f"{HOSTILE} too", "network.hidden": [3]}]}}),
        ("unfit", {"model": "unfit", "target": f"{HOSTILE} target"}),
    ):
        with open(inbox / f"{name}.csv", "w", newline="") as file:
            csv.writer(file).writerows(hostile())
        (inbox / f"{name}.json").write_text(json.dumps(config))


def drop_studies(inbox):
    """Adds studies of data that were archived before."""
    (inbox / "random.json").write_text("""{ "model": "random", "data": "breast_cancer.csv",
      "target": "diagnosis", "training": { "epochs": 8 }, "study": { "trials": 30, "random": {
        "training.learning_rate": { "log_uniform": [1e-5, 1] },
        "training.l2": { "log_uniform": [1e-6, 0.1] },
        "network.hidden": { "choice": [[4], [64], [128, 64, 32, 16]] } } } }""")
    (inbox / "grid.json").write_text("""{ "model": "grid", "data": "iris.csv",
      "training": { "epochs": 30 }, "study": { "seeds": 2, "grid": {
        "network.hidden": [[4], [16], [32, 16]], "training.learning_rate": [0.0001, 0.001, 0.01],
        "network.activation": ["tanh", "relu"] } } }""")
    (inbox / "crossed.json").write_text("""{ "model": "crossed", "data": "iris.csv", "training": { "epochs": 9 },
      "study": { "folds": 3, "one_at_a_time": { "training.learning_rate": [0.01] } } }""")
    (inbox / "thousand.json").write_text("""{ "model": "thousand", "data": "iris.csv",
      "network": { "hidden": [2] }, "training": { "epochs": 8 }, "study": { "trials": 1000, "random": {
        "training.learning_rate": { "log_uniform": [1e-4, 1] },
        "training.batch_size": { "choice": [16, 32, 64] },
        "training.l2": { "log_uniform": [1e-6, 0.1] }, "seed": { "choice": [1, 2, 3, 4] } } } }""")


class Pages:
    """A root in which every kind of job was worked on, and the pages that it left."""

    def __init__(self, backdrop, folder):
        self.backdrop, self.root = backdrop, folder / "root"
        self.run("init", self.root)
        drop(self.root / "pipeline" / "inbox")
        self.logs = [self.watch(code=65)]
        drop_studies(self.root / "pipeline" / "inbox")
        self.logs.append(self.watch())
        self.pages = {}
        for page in sorted(self.root.glob("pipeline/*/*/report.html")):
            name = self.name(page)
            self.pages[name] = page
        self.pages["index"] = self.root / "pipeline" / "index.html"
        single = folder / "run.html"
        # All runs of this study are measured on the test rows.
        runs = self.run("runs", "list", "--model", "notebook", "--root", self.root)
        self.run("report", re.findall(r"\S+-\d+(?= +notebook)", runs)[0], "--root", self.root,
                 "-o", single, "--force")
        self.pages["run"] = single
        # The first of these runs is another one than that which was chosen.
        for name, model in (("unchosen", "breast_cancer"), ("fold", "crossed")):
            runs = json.loads(self.run("runs", "list", "--model", model, "--where", "is_best = 0",
                                       "--json", "--root", self.root))["runs"]
            page = folder / f"{name}.html"
            self.run("report", runs[0]["run"], "--root", self.root, "-o", page, "--force")
            self.pages[name] = page

    def watch(self, code=0):
        """What the daemon writes on its output and its log."""
        text = self.run("watch", "--root", self.root, "--once", "--poll", "0.05", code=code)
        return text + self.messages.decode()

    def name(self, page):
        """The kind of a page, by the files beside it."""
        names = " ".join(path.name for path in page.parent.iterdir())
        return next((kind for kind in EXPECTED if kind in names), page.parent.name)

    def run(self, *words, code=0):
        """What the program prints; its exit code must be the expected one."""
        result = subprocess.run([self.backdrop, *map(str, words)], capture_output=True)
        if result.returncode != code:
            raise SystemExit(f"backdrop {words}: {result.returncode}\n{result.stderr.decode()}")
        self.messages = result.stderr
        return result.stdout.decode()

    def terminal_problems(self):
        """Control characters that reach a terminal or a log from names in the data."""
        runs = json.loads(self.run("runs", "list", "--model", "names", "--json", "--root", self.root))
        for words in (
            ["runs", "list"], ["runs", "compare", "hostile"], ["runs", "compare"], ["runs", "compare", "names"],
            ["runs", "show", runs["runs"][0]["run"]], ["runs", "log"], ["runs", "log", "--level", "warning"],
            ["models", "list"], ["models", "show", "names"], ["models", "show", "hostile"],
            ["models", "verify"], ["status"], ["status", "--why"], ["report", "names", "-o", "-"],
        ):
            text = self.run(*words, "--root", self.root)
            yield from self.control_problems(f"backdrop {' '.join(words)}", text)
            yield from self.control_problems(f"backdrop {' '.join(words)}", self.messages.decode())
        for log in self.logs:
            yield from self.control_problems("the daemon's log", log)

    @staticmethod
    def control_problems(what, text):
        if found := re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text):
            around = text[max(0, found.start() - 40):found.start() + 40]
            yield f"{what} prints {found.group()!r}: {around!r}"


def page_problems(name, path):
    """What can be seen without a browser."""
    data = path.read_bytes()
    text = data.decode()
    if len(data) >= LARGEST:
        yield f"{len(data)} bytes"
    for forbidden in ("<script", "http://", "https://", "\x1b", "\u202e"):
        if forbidden in text:
            yield f"{forbidden!r} is in it"
    if name not in EXPECTED:
        yield "nobody says what must be in it"


def visible_problems(browser, name):
    """Texts and drawings that must be there."""
    texts, drawings = EXPECTED[name]
    content = browser.evaluate("document.body.textContent")
    for text in texts:
        if text not in content:
            yield f"the text {text!r} is missing"
    if name in WITHOUT_TEST:
        if "On the test rows" in content or re.search(r"test (accuracy|loss)", content):
            yield "it tells how the run does on the test rows"
    for drawing in drawings:
        shapes = browser.evaluate(
            f"""document.getElementById("{drawing}-title")?.closest("figure")
            .querySelectorAll("svg path, svg line, svg circle, svg rect").length ?? 0""")
        if shapes < 3:
            yield f"the drawing {drawing} is missing"


def event_problems(events):
    """What the page said on the console, and what it wanted to load."""
    documents = 0
    for event in events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            documents += 1
            if documents > 1:
                yield f"it loads {parameters['request']['url']}"
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            yield f"{method}: {parameters}"


def check(browser, name, path, axe, pictures):
    """Everything that is wrong with a page."""
    yield from page_problems(name, path)
    if name not in EXPECTED:
        return
    for width, theme in VIEWS + (OTHER_VIEWS if pictures else ()):
        browser.show(width, theme)
        problems = list(event_problems(browser.open(path.resolve().as_uri())))
        if pictures:
            picture = pictures / f"{name}-{width}-{theme}.png"
            picture.write_bytes(base64.b64decode(browser.screenshot(width)))
        browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        problems += visible_problems(browser, name)
        problems += browser.evaluate(LAYOUT)
        if (width, theme) in VIEWS:
            browser.evaluate(axe)
            problems += browser.evaluate(AXE)
        yield from (f"{width} px, {theme}: {problem}" for problem in dict.fromkeys(problems))


def problems(made, axe, kept):
    """Everything that is wrong, as it is found."""
    for problem in made.terminal_problems():
        yield f"terminal: {problem}"
    for name in EXPECTED:
        if name not in made.pages:
            yield f"{name}: no such page"
    with Browser() as browser:
        for name, path in made.pages.items():
            for problem in check(browser, name, path, axe, kept):
                yield f"{name}: {problem}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--backdrop", required=True, help="the program")
    parser.add_argument("--axe", required=True, help="axe.min.js")
    parser.add_argument("folder", nargs="?", help="where to keep pages and screenshots")
    arguments = parser.parse_args()
    axe = pathlib.Path(arguments.axe).read_text()
    kept = pathlib.Path(arguments.folder) if arguments.folder else None
    with tempfile.TemporaryDirectory() as scratch:
        folder = kept or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = Pages(str(pathlib.Path(arguments.backdrop).resolve()), folder)
        count = 0
        for problem in problems(made, axe, kept):
            count += 1
            print(problem, file=sys.stderr, flush=True)
    if count:
        return 1
    print(f"check-reports: {len(made.pages)} pages are in order, narrow and wide, light and dark")
    return 0


if __name__ == "__main__":
    sys.exit(main())
