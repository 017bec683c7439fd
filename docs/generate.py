"""Writes the reference pages that follow from code and tables: commands, rules, promises, workbooks, JSON Schema.

For: ``python -m docs.generate`` (``make reference``), and the test that compares the committed pages.
Must not: say anything that the command line or a table of rules does not say itself.
"""

from __future__ import annotations

import ast
import html
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from typer.main import get_command

from complaint_hub import rules
from complaint_hub.cli import app
from complaint_hub.evaluation import FORMULAS
from complaint_hub.export.flat import REPORTER
from complaint_hub.export.workbooks import MONTHLY, RAPOR
from complaint_hub.model import json_schema
from complaint_hub.testing import PROMISES

__all__ = ["PAGES", "commands", "main", "metrics", "promises", "rule_tables", "schema", "workbooks"]

FOLDER = Path(__file__).parent / "reference"
_GENERATED = "<!-- Written by `make reference`: change the source that it names, not this page. -->"
_DATED = ("source", "in_force_from", "in_force_until")

_COMMANDS = f"""\
# Commands

{_GENERATED}

`complaint-hub` works on one database (`--store`, by default `aduan.db` in the current folder) and one file of
[settings](settings.md). Help is in English, what officers read is in Indonesian, and `--json` is for machines: its keys
are on [a page of their own](json.md). Every command also knows `--help`. The exit code is 0 when all is done, 1 when
something was set aside or an account failed, 2 when the command was refused, 70 for a fault of ours
([more](errors.md#exit-codes-of-the-command-line)).
"""

_RULES = f"""\
# Rules and their sources

{_GENERATED}

What changes by decree or by practice is a row of a table, never a number in code. Each row has a source and the days
between which it holds; the tables lie in `src/complaint_hub/rules/`. A program replaces one by a file of the same form:
`rules.load("sp4n_limits", "our_limits.toml")`.

A row marked **guess** is plausible and was not seen in a source.
"""

_METRICS = f"""\
# Metrics and their formulas

{_GENERATED}

Every figure of a [scorecard](json.md#scorecard), under the name that it has in `metrics`, in `--rank`, in the
`[thresholds]` of an [action plan](../how-to/make-the-yearly-report.md) and in the `[figures]` of an official result
(there `total` is `received`).

A metric has a `value`, the number `n` that it is divided by or was taken over, for a share the `part` that is divided,
and `missing`: the cases that lack what the formula needs. They are in neither number, and where nothing is left the
value is `null`, never 0. Shares lie between 0 and 1. A calendar day has 24 hours, unrounded; working days are the
working dates after the start up to the end. `lacks` names an input that nobody has given.

Cases are those received in the period, by the local date. `total` counts complaints, aspirations and requests for
information, and unclassified reports, letters and visits; in the card of all channels a case of several rows counts
once, in the table by channel each channel counts its own rows. Postponed and archived cases are in `total`; `_valid`
marks what leaves the archived ones out. The predicate is no metric: it is the ministry's.
"""

_PROMISES = f"""\
# Promises of a channel

{_GENERATED}

What a channel must do whatever its platform does. Each promise stands for a bug that clients of these platforms have
or had, and is a test that the author of a channel inherits from `ChannelContract` or `FilesContract`
([how](../how-to/write-a-channel.md), [names](api/testing.md)). **H** marks those for channels that are read over HTTP,
**F** those for channels that read files.

A promise is tried on the author's platform by the verbs of its world. A verb that is missing fails the test, until the
class says in `without` why the platform cannot have the promise; then the list of tests shows `test_p02_declared` in
its place. A promise without verbs holds for every channel.
"""


_WORKBOOKS = f"""\
# Workbooks: sheets and columns

{_GENERATED}

What `complaint-hub export` writes ([how](../how-to/hand-in-the-monthly-workbook.md)). Every sheet has the same form:
title, government and what is counted in the first three lines, the heads in the fifth (frozen with the first two
columns, with a filter), one row a line below, a total last where the parts add up. Printed on A4 across, heads
on every page; a sheet whose letters one page would make too small takes two side by side. Dates, numbers and shares are
typed; a share is a fraction of 1. An empty cell means *unknown*, 0 means *counted, and none*. Widths are in characters.

What counts as a complaint, and each figure's formula, stand under [metrics](metrics.md).

## Texts

Every text is written as a text: nothing that a citizen wrote is a formula, a link or a number. In CSV, where a cell
cannot say that of itself, an apostrophe stands before `=`, `+`, `-`, `@` and their wide and small forms wherever a cell
could begin: at the start of a text, and after a comma, semicolon, tab, bar or line break inside it. An apostrophe that
stood there already gets a second one. `complaint_hub.export.read_cases_csv` and `unguarded` take one away at the same
places, and so give every text back as it was.

## What is left out

- Always left out unless `--personal` is given: who wrote; telephone numbers, e-mail addresses, NIK and account names in
  texts (`[telepon]`, `[surel]`, `[NIK]`, `[akun]`, and `[nama]` for the author's own); in JSON Lines also attachments
  and what the platform sent. Of an anonymous complaint nobody is told who wrote it, whatever was asked for.
- Always left out unless `--confidential` is given: all words of protected complaints, their address and their village.

Protected are complaints that are confidential (*rahasia*) or *berkadar pengawasan*. They are counted, and their line
says what they are. A name that stands in a text, other than its author's own, cannot be found by rules: read before you
hand in. A public comment can be looked up by its number and its address.

## JSON Lines

One complaint with its timeline a line, in the form of [the JSON Schema](complaint.schema.json). Every row of every
channel is there, spam and what nobody has triaged too. A key that was left out is absent, so a file without personal
data is no copy to restore from; that is [`store backup`](../how-to/back-up-and-restore.md).

## CSV

The columns of *Daftar Aduan*, with `--personal` also *Pelapor*. UTF-8 with a mark at its start, semicolons, dates as
`2026-11-24`.
"""


def commands() -> str:
    """The page of all commands: purpose, usage, options, examples, as their help says it."""
    root = get_command(app)
    leaves = list(_leaves(root, ()))
    shared = _shared(command for _, command in leaves)
    parts = [_COMMANDS, "## Before the command's name\n", _options(root.params)]
    parts += ["## Options that several commands share\n", _options(list(shared.values()))]
    parts += [_command(path, command, shared) for path, command in leaves]
    return "\n".join(parts)


def rule_tables() -> str:
    """The page of all tables of rules."""
    return "\n".join([_RULES, *(_table(rules.load(name)) for name in rules.names())])


def metrics() -> str:
    """The page of all metrics of a scorecard: one formula each, with its denominator."""
    rows = [
        (
            f"`{one.name}`",
            _escaped(one.term),
            str(one.unit).replace("_", " "),
            _escaped(one.formula),
            _escaped(one.denominator),
            _escaped(one.missing),
        )
        for one in FORMULAS
    ]
    heads = ("Metric", "Term", "Unit", "Formula", "Divided by, or taken over", "Missing")
    return "\n".join([_METRICS, _grid(heads, rows)])


def workbooks() -> str:
    """The page of all sheets and their columns."""
    parts = [_WORKBOOKS]
    for name, columns in {**MONTHLY, **RAPOR}.items():
        both = [title for title, sheets in (("monthly workbook", MONTHLY), ("rapor", RAPOR)) if name in sheets]
        listed = (*columns, REPORTER) if name == "Daftar Aduan" else columns
        rows = [(_escaped(one.title), str(one.width), _escaped(one.meaning)) for one in listed]
        parts += [
            f"## {name}\n",
            f"In the {' and in the '.join(both)}.\n",
            _grid(("Column", "Width", "What it says"), rows),
        ]
    return "\n".join(parts)


def schema() -> str:
    """The JSON Schema of a complaint, as the command prints it."""
    return json.dumps(json_schema(), indent=2) + "\n"


def promises() -> str:
    """The page of all promises, and what our own channels declare."""
    rows = [
        (
            f"**{one.number}** {_spoken(one.name)}",
            ("H" if one.http else "") + ("F" if one.files else ""),
            _escaped(one.sentence),
            _escaped(one.bug),
            ", ".join(f"`{verb}`" for verb in one.needs) or "–",
        )
        for one in PROMISES
    ]
    declared = [
        (f"`{name}`", number, _escaped(reason)) for name, without in _declared() for number, reason in without.items()
    ]
    parts = [_PROMISES, _grid(("Promise", "For", "What holds", "The bug it stands for", "Needs"), rows)]
    parts += ["## What our own channels declare\n", "Every other promise is kept by the test class named.\n"]
    return "\n".join([*parts, _grid(("Test class", "Promise", "Why the platform cannot have it"), declared)])


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands,
    "metrics.md": metrics,
    "promises.md": promises,
    "rules.md": rule_tables,
    "workbooks.md": workbooks,
    "complaint.schema.json": schema,
}
"""File name in ``docs/reference`` → what writes it."""


def main() -> None:
    """Write all pages."""
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write(), encoding="utf-8")


def _declared() -> Iterator[tuple[str, dict[str, str]]]:
    """Each test class of ours that declares promises away, and what it says; read, not run."""
    root = FOLDER.parents[1]
    files = [*root.glob("tests/channels/test_*_contract.py"), *root.glob("examples/*/tests/test_*.py")]
    for file in sorted(files):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            for line in node.body:
                if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "without":
                    yield node.name, ast.literal_eval(line.value)


def _leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The commands below a group, in the order of the help."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, one in below.items():
        yield from _leaves(one, (*path, name))


def _shared(commands_: Iterable[Any]) -> dict[tuple[str, str], Any]:
    """The options that at least four commands have, under their names and meaning."""
    every = [param for command in commands_ for param in command.params if param.param_type_name == "option"]
    often = Counter(map(_told, every))
    return {_told(param): param for param in every if often[_told(param)] >= 4}


def _told(param: Any) -> tuple[str, str]:
    return param.name, _meaning(param)


def _command(path: Sequence[str], command: Any, shared: Mapping[tuple[str, str], Any]) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(["complaint-hub", *path, *(p.metavar + ("..." if p.nargs == -1 else "") for p in arguments)])
    told, *further = command.help.split("\n\n\b\n")
    text = [f"## {' '.join(path)}\n", *(f"{_flat(paragraph)}\n" for paragraph in told.split("\n\n"))]
    own = [*arguments, *(p for p in command.params if p not in arguments and _told(p) not in shared)]
    also = ", ".join(f"`{p.opts[0]}`" for p in command.params if _told(p) in shared)
    text += [f"```console\n$ {usage} [OPTIONS]\n```\n", *([_options(own)] if own else [])]
    text += [f"{'Also' if own else 'Options'}: {also}.\n"] if also else []
    for block in further:
        title, *lines = block.strip("\n").splitlines()
        body = "\n".join(line.removeprefix("  ") for line in lines)
        kind = "toml" if ".toml" in title else "console"
        prompt = "" if kind == "toml" else "$ "
        shown = "\n".join(prompt + line for line in body.splitlines())
        text.append(f"{title}\n\n```{kind}\n{shown}\n```\n")
    return "\n".join(text)


def _options(params: Sequence[Any]) -> str:
    rows = [(_named(p), _escaped(_meaning(p))) for p in params]
    return _grid(("Argument or option", "Meaning"), rows)


def _named(param: Any) -> str:
    """``--store FILE|URL``; a bar in a table cell would end it, so the words stand around it."""
    if param.param_type_name == "argument":
        return f"`{param.metavar}`"
    names = " / ".join(f"`{name}`" for name in [*param.opts, *param.secondary_opts])
    values = [f"`{value}`" for value in (param.metavar or "").split("|") if value]
    return f"{names} {' or '.join(values)}".strip()


def _meaning(param: Any) -> str:
    told = str(param.help or "")
    if param.required:
        told += " Required."
    elif isinstance(param.default, str | int | float | Path) and not isinstance(param.default, bool):
        told += f" Default: {param.default}."
    return told


def _table(table: rules.Table) -> str:
    text = [f"## {table.name}\n", f"{_escaped(table.title)}. {_time(table.in_force_from, table.in_force_until)}\n"]
    sources = [table.source, *dict.fromkeys(row["source"] for row in table.rows if row["source"] != table.source)]
    if "leaves" in table.rows[0]:
        text += [*_opening(table.file), *(_suggestion(row) for row in table.rows)]
    elif "pattern" in table.rows[0]:
        text += [*_opening(table.file), *(_pattern(row) for row in table.rows)]
    else:
        text += [*_opening(table.file), _rows(table, sources)]
    if len(sources) == 1:
        text += [""] if text[-1].startswith("- ") else []
        return "\n".join([*text, f"Source: {_escaped(table.source)}.\n"])
    return "\n".join([*text, "Sources:\n", *(f"{n}. {_escaped(source)}" for n, source in enumerate(sources, 1)), ""])


def _rows(table: rules.Table, sources: Sequence[str]) -> str:
    """The rows as a grid; what all rows have in common is said once above it, sources by their number below it."""
    fields = [name for name in table.rows[0] if name not in (*_DATED, "guess")]
    said = {name: {row[name] for row in table.rows} for name in fields}
    alike = [name for name in fields if len(table.rows) > 1 and len(said[name]) == 1]
    common = [f"{_spoken(name)} {_cell(table.rows[0][name])}" for name in alike if said[name] != {None}]
    shown = [name for name in fields if name not in alike and said[name] != {None}]
    dated = any(_period(row) != (table.in_force_from, table.in_force_until) for row in table.rows)
    head = [*map(_spoken, shown), *(["in force"] if dated else []), *(["source"] if len(sources) > 1 else [])]
    rows = []
    for row in table.rows:
        cells = [_cell(row[name]) for name in shown]
        cells[0] += " **guess**" if row.get("guess") else ""
        cells += [_time(*_period(row))] if dated else []
        cells += [str(sources.index(row["source"]) + 1)] if len(sources) > 1 else []
        rows.append(cells)
    return (f"In all rows: {', '.join(common)}.\n\n" if common else "") + _grid(head, rows)


def _suggestion(row: Mapping[str, Any]) -> str:
    """A rule of triage: what it suggests, and when."""
    results = ("kind", "unit", "authority", "priority", "oversight")
    sets = [f"{name} {_cell(row[name])}" for name in results if row[name] is not None]
    sets += [f"leaves {name} open" for name in row["leaves"]]
    sets += ["unit that owns the account"] * row["owner"] + ["unit that the text names"] * row["named"]
    spoken = {"words": "", "also": "and one of ", "unless": "but none of "}
    whens = [f"{spoken[name]}{', '.join(row[name])}" for name in spoken if row[name]]
    lists = ("channels", "forms", "accounts", "categories", "districts")
    whens += [f"{name} {', '.join(row[name])}" for name in lists if row[name]]
    whens += [f"{_spoken(name)} {row[name]}" for name in ("rating_from", "rating_to") if row[name] is not None]
    whens += ["no word in the text"] * row["no_text"]
    when = [_escaped("; ".join(whens))] if whens else []
    when += [f"`{row['pattern']}`"] if row["pattern"] else []
    return f"- **{row['id']}** (step {row['step']}): {', '.join(sets)}" + (f". When: {'; '.join(when)}" if when else "")


def _pattern(row: Mapping[str, Any]) -> str:
    """A long expression does not fit a cell."""
    guess = " **guess**" if row.get("guess") else ""
    status = f", status {row['status']}" if row["status"] else ""
    return f"- {row['role']}: {row['type']}{status}{guess}\n\n    ```\n    {row['pattern']}\n    ```\n"


def _opening(file: str) -> list[str]:
    """The comment on top of a table's file: paragraphs, and what is indented as it stands."""
    content = resources.files(rules).joinpath(file).read_text("utf-8")
    blocks: list[list[str]] = [[]]
    for line in content.splitlines():
        if not line.startswith("#"):
            break
        words = line[1:].removeprefix(" ")
        if not words.strip():
            blocks.append([])
        elif blocks[-1] and words.startswith("  ") != blocks[-1][-1].startswith("  "):
            blocks.append([words])
        else:
            blocks[-1].append(words)
    return [_block(block) for block in blocks if block]


def _block(lines: Sequence[str]) -> str:
    if lines[0].startswith("  "):
        return "```\n" + "\n".join(line.removeprefix("  ") for line in lines) + "\n```\n"
    return _escaped(" ".join(lines)) + "\n"


def _period(row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    return row["in_force_from"], row["in_force_until"]


def _time(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return "In force whatever the date."
    return f"In force{f' from {first}' if first else ''}{f' until {last}' if last else ''}."


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _escaped(", ".join(map(str, value)) if isinstance(value, tuple) else str(value))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("|", r"\|")


def _flat(paragraph: str) -> str:
    return _escaped(" ".join(paragraph.split()))


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
