r"""What stands in double braces: results, findings, and the other marks a text may hold.

Marks are taken out before the Markdown is read, so that a value is never read as Markdown, and are put
back as nodes of the tree:

* ``{{name}}``, ``{{name|format}}`` – the value of a result;
* ``{{#finding name}} … {{#else}} … {{/finding}}`` – words printed only where the finding holds;
* ``[@source-id]``, ``[@one; @two]`` – a citation;
* ``\#12`` – a number that is no result, such as a paragraph of an act.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from valuma.report.results import FORMATS, Result, Results
from valuma.report.tree import Citation, Inline, Text, Value
from valuma.schema.problems import Problems, ValumaError, nearest

_MARK = re.compile(
    r"(?P<brace>\{\{(?P<tag>[^{}\n]*)\}\})"
    r"|(?P<cite>\[@(?P<ids>[^\]\n]*)\])"
    r"|(?P<escape>\\#(?P<literal>\d+(?:[.,:/\u00a0\u202f–-]?\d+)*))"
    r"|(?P<comment><!--.*?-->)"
)
_OPEN, _CLOSE = "\ue000", "\ue001"
_HELD = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(slots=True)
class Marks:
    """What a text may refer to, and the place where problems go.

    Parameters
    ----------
    results : Results
        The named results.
    sources : collection of str
        Ids that may be cited.
    lang : str
        Language of the text.
    file : str
        Path of the text in messages.
    synthetic : bool
        True in the report of an example, where invented results are allowed.
    problems : Problems
        Grows by what is found.
    """

    results: Results
    sources: Collection[str]
    lang: str
    file: str
    synthetic: bool = False
    problems: Problems = field(default_factory=Problems)


@dataclass(slots=True)
class _Branch:
    name: str
    line: int
    holds: bool
    otherwise: bool = False

    @property
    def printed(self) -> bool:
        return self.holds != self.otherwise


@dataclass(slots=True)
class Filled:
    """A text whose marks have become held pieces.

    Attributes
    ----------
    lines : list of str
        Markdown in which a piece stands as one private-use mark.
    origin : list of int
        Line number in the file, for every line.
    pieces : list of Inline
        The nodes the private-use marks stand for.
    results, findings, sources : set of str
        Names used, also in branches that are not printed.
    """

    lines: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    pieces: list[Inline] = field(default_factory=list)
    results: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)

    def outside(self, text: str) -> str:
        """Only the characters that were typed, without what the private-use marks stand for."""
        return _HELD.sub(" ", text)

    def split(self, text: str) -> list[Inline]:
        """Turn characters with private-use marks into nodes."""
        nodes: list[Inline] = []
        end = 0
        for match in _HELD.finditer(text):
            if match.start() > end:
                nodes.append(Text(text[end : match.start()]))
            nodes.append(self.pieces[int(match.group(1))])
            end = match.end()
        if end < len(text):
            nodes.append(Text(text[end:]))
        return nodes


def fill(source: str, marks: Marks, *, everything: bool = False) -> Filled:
    """Take the marks out of a text and decide which branches are printed.

    Parameters
    ----------
    source : str
        The file as written.
    marks : Marks
        What the text may refer to; its problems grow.
    everything : bool
        Keep the words of both branches of every finding (for checks), instead of the one that holds.

    Returns
    -------
    Filled
        Markdown with held pieces.
    """
    return _Filler(marks, everything).run(source)


class _Filler:
    def __init__(self, marks: Marks, everything: bool) -> None:
        self.marks = marks
        self.everything = everything
        self.filled = Filled()
        self.branches: list[_Branch] = []
        self.line = 0

    def run(self, source: str) -> Filled:
        if _OPEN in source or _CLOSE in source:
            self.error("a private-use character", "ordinary characters")
            return self.filled
        for self.line, text in enumerate(source.splitlines(), start=1):
            before = self.printed
            kept, tags = self.take(text)
            if kept.strip() or (before and self.printed and not tags):
                self.filled.lines.append(kept)
                self.filled.origin.append(self.line)
        for branch in self.branches:
            self.error(f"{{{{#finding {branch.name}}}}}", "a closing {{/finding}}", line=branch.line)
        return self.filled

    @property
    def printed(self) -> bool:
        return self.everything or all(branch.printed for branch in self.branches)

    def take(self, text: str) -> tuple[str, bool]:
        """Return the line with its marks held, and whether it had a branch mark (or only a comment)."""
        parts: list[str] = []
        end, tags = 0, False
        for match in _MARK.finditer(text):
            self.keep(parts, text[end : match.start()])
            end = match.end()
            if match["brace"]:
                tag = match["tag"].strip()
                if tag.startswith(("#", "/")):
                    self.branch(tag)
                    tags = True
                else:
                    self.hold(parts, self.value(tag))
            elif match["cite"]:
                self.hold(parts, self.citation(match["ids"]))
            elif match["escape"]:
                self.hold(parts, Text(match["literal"]))
            else:
                tags = True
        rest = text[end:]
        if "{{" in rest or "}}" in rest:
            self.error("a double brace that has no partner on its line", "{{result|format}}")
        self.keep(parts, rest)
        return "".join(parts), tags

    def keep(self, parts: list[str], text: str) -> None:
        if self.printed:
            parts.append(text)

    def hold(self, parts: list[str], piece: Inline | None) -> None:
        if piece is not None and self.printed:
            parts.append(f"{_OPEN}{len(self.filled.pieces)}{_CLOSE}")
            self.filled.pieces.append(piece)

    def branch(self, tag: str) -> None:
        word, _, name = tag.partition(" ")
        name = name.strip()
        if word == "#finding" and name:
            result = self.lookup(name)
            self.filled.findings.add(name)
            self.branches.append(_Branch(name, self.line, bool(result and result.holds)))
        elif word == "#else" and self.branches and not self.branches[-1].otherwise:
            self.branches[-1].otherwise = True
        elif word == "/finding" and self.branches:
            self.branches.pop()
        else:
            self.error(f"{{{{{tag}}}}}", "{{#finding name}} … {{#else}} … {{/finding}}")

    def value(self, tag: str) -> Value | None:
        name, _, form = (part.strip() for part in tag.partition("|"))
        result = self.lookup(name)
        if result is None:
            return None
        self.filled.results.add(name)
        if not result.holds and not self.branches:
            under = ", ".join(result.holds_under) or "no coding"
            self.error(
                f"{{{{{tag}}}}}, which holds under {under} only",
                "a result that holds under every coding",
                hint=f"write its range, or put it between {{{{#finding {name}}}}} and {{{{/finding}}}}",
            )
        if not self.printed and form.partition(":")[0] in {"", *FORMATS}:
            return None  # a finding that does not hold may have no number to show
        try:
            text = result.render(form, self.marks.lang)
        except ValumaError as error:
            self.error(f"{{{{{tag}}}}}", "a result and a format that fit", hint=str(error))
            return None
        return Value(text, name, numeric=result.kind != "text", form=form)

    def lookup(self, name: str) -> Result | None:
        results = self.marks.results
        if name not in results:
            self.error(f"result {name!r}", "the name of a result", hint=results.missing(name))
            return None
        result = results[name]
        if result.synthetic and not self.marks.synthetic:
            self.error(f"result {name!r}, which rests on invented data", "results of real data")
        return result

    def citation(self, ids: str) -> Citation | None:
        names = [part.strip().removeprefix("@") for part in ids.split(";")]
        for name in names:
            if name not in self.marks.sources:
                self.error(f"source {name!r}", "a source id", hint=nearest(name, self.marks.sources))
        known = tuple(name for name in names if name in self.marks.sources)
        self.filled.sources.update(known)
        return Citation(known) if known else None

    def error(self, found: str, expected: str, *, hint: str = "", line: int = 0) -> None:
        if not self.everything:
            self.marks.problems.error(self.marks.file, found, expected, row=line or self.line, hint=hint)
