"""Puts the tables of a benchmark into their section of a Markdown file."""

import platform
import re


def processor():
    """The model and the cores of this machine, as the tables name it."""
    with open("/proc/cpuinfo") as file:
        models = re.findall(r"model name\s*:\s*(.+)", file.read())
    return f"{models[0] if models else platform.processor()}, {len(models)} cores"


def save_section(path, title, text):
    """Replaces the section `## title`, or adds it before the line of dashes that ends the head of the file."""
    head, line, tail = path.read_text().partition("\n---\n")
    section = f"## {title}\n\n{text.strip()}\n"
    start = re.search(rf"^## {re.escape(title)}\n", head, re.MULTILINE)
    if start:
        end = re.search(r"^## ", head[start.end():], re.MULTILINE)
        rest = head[start.end() + end.start():] if end else ""
        head = head[:start.start()] + section + (f"\n{rest}" if rest else "")
    else:
        head = f"{head.rstrip()}\n\n{section}"
    path.write_text(head + line + tail)


def table(columns, rows):
    """A table in Markdown; the first column is text, the others are figures."""
    lines = [f"| {' | '.join(columns)} |", f"| --- |{' ---: |' * (len(columns) - 1)}"]
    return "\n".join(lines + [f"| {' | '.join(map(str, row))} |" for row in rows])
