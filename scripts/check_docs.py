"""Checks the documents of this checkout, and prints one line for each problem: `file:line: problem`.

In every Markdown file: relative links lead to a file, and to a heading where they name one; a `make`
target or script that an `sh` block or an indented block calls exists. In every text file: no path of
a developer's machine, no white space at the end of a line (in Swift files `make lint` finds that), one
newline at the end of the file.

Needs no package, so that it runs before anything is installed.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Goldens and data are bytes that a program wrote; the licence is a text of others.
NOT_OURS = re.compile(r"(^|/)(Goldens|Fixtures|corpus)/|\.(csv|npz|npy|gz|sqlite|png)$|^LICENSE$")
# Somebody's home folder, or this checkout; not the end of a relative path such as `a/root/b`.
MACHINE_PATH = re.compile(rf"(?<![|\w.)}}>*\"'-])(?:/(?:home|Users)/\w|/root/|{re.escape(str(ROOT))}\b)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"(?:^|[;&|(]|`)\s*make((?: +[a-z][\w-]*)+)")
SCRIPT = re.compile(r"(?:^|[;&|(`\s])((?:\./)?(?:scripts|\.ci)/[\w.-]+)")


def tracked_files():
    """The files that git tracks or would track, in order."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True).stdout.decode()
    return [name for name in sorted(set(names.split("\0"))) if name and (ROOT / name).is_file()]


def headings(text):
    """The anchors that GitHub gives to the headings of a text."""
    titles = re.findall(r"^#+ +(.*?) *#*$", re.sub(r"(?ms)^```.*?^```", "", text), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def lines_with_code(text):
    """Each line with its number and the kind of block it stands in.

    The kind is a fence's language ("" where it names none), "indented", or None for prose.
    """
    fence = None
    for number, line in enumerate(text.splitlines(), start=1):
        mark = re.match(r"\s*(```+)\s*([\w-]*)", line)
        if mark:
            fence = mark.group(2) if fence is None else None
        else:
            yield number, line, fence if fence is not None else (
                "indented" if line.startswith("    ") else None)


def problems_of_document(name, text, targets):
    """Links, `make` targets and scripts that lead nowhere."""
    folder = (ROOT / name).parent
    for number, line, block in lines_with_code(text):
        if block is None:
            for link in (a or b for a, b in LINK.findall(line)):
                if re.match(r"[a-z][a-z0-9+.-]*:", link):
                    continue
                path, _, anchor = link.partition("#")
                goal = (folder / path).resolve() if path else ROOT / name
                if not goal.exists():
                    yield number, f"the link {link} leads nowhere"
                elif anchor and goal.suffix == ".md" and anchor not in headings(goal.read_text()):
                    yield number, f"{path or name} has no heading for #{anchor}"
        code = [line] if block in ("sh", "indented", "") else re.findall(r"`[^`]+`", line)
        for part in code if block in (None, "sh", "indented", "") else []:
            part = part.split(" #")[0]
            for words in MAKE.findall(part):
                for target in words.split():
                    if target not in targets:
                        yield number, f"the Makefile has no target {target}"
            for script in SCRIPT.findall(part):
                if not (ROOT / script).exists():
                    yield number, f"there is no {script}"


def problems_of_text(name, text):
    """Paths of a developer's machine and stray white space."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line != line.rstrip() and not name.endswith(".swift"):
            yield number, "white space at the end of the line"
        if found := MACHINE_PATH.search(line):
            yield number, f"a path of a developer's machine: {found.group()}"
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        yield len(text.splitlines()), "the file should end with one newline"


def main():
    targets = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    problems, documents = [], 0
    for name in tracked_files():
        if NOT_OURS.search(name):
            continue
        try:
            text = (ROOT / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            problems.append(f"{name}: not UTF-8")
            continue
        found = list(problems_of_text(name, text))
        if name.endswith(".md"):
            documents += 1
            found += problems_of_document(name, text, targets)
        problems += [f"{name}:{number}: {problem}" for number, problem in sorted(found)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"check-docs: {documents} documents are in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
