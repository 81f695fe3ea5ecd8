r"""Runs of text as Markdown: what could be markup is escaped, and no more, so that the source stays easy to read.

Where a character could only be markup in another place, it stands as it is: `a_b`, `-5`, `<5`, `26[1]`, `2 # 3`.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from govreport.document import WIDE_SIGN, Run, plain_text, spelt_out

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Place = Literal["paragraph", "heading", "cell"]
"""What a text stands in: only in a paragraph lines begin, and only there they may break."""
_MARKUP = re.compile(
    r"""[\\`*~]
    | (?<![^\W_])_ | _(?![^\W_])          # no underscore inside a word
    | \](?=[(\[:]) | !(?=\[)              # links, images, definitions
    | <(?=[A-Za-z/!?])                    # HTML
    | &(?=\#|[A-Za-z][A-Za-z0-9]*;)       # entities
    | (?<=[A-Za-z]):(?=//) | (?<=\bwww)\. | (?<=[\w.+-])@(?=\w)  # what becomes a link by itself
    """,
    re.VERBOSE,
)
_BEGINS = re.compile(
    r"""(?P<sign> [>|] | \[(?=[\ xX]\]) | [+=-](?=[\s|:=-]|\Z) | \#(?=\#{0,5}(?:\s|\Z)) | :(?=-) )
    | (?P<number> [0-9]{1,9} (?=[.)](?:\s|\Z)) )
    """,
    re.VERBOSE,
)
"""What makes a heading, a list, a quotation, a rule, a table or a definition of a line."""
_PLAIN_HREF = re.compile(r"[A-Za-z0-9:/?#.=%~+,;@_-]+")
_SPLIT = re.compile(f"(?<={WIDE_SIGN})\n(?={WIDE_SIGN}|[0-9])")
"""A line end in Chinese, which is no space."""


def inline(runs: Iterable[Run], place: Place = "paragraph") -> str:
    r"""Return runs as Markdown.

    Strong and emphasised text is marked where Markdown can say so: a mark beside punctuation is moved behind it, and
    one that would still not be read as such is left out.

    >>> inline([Run("注：", strong=True), Run("本年 <5 件，a_b *不含* 1|2")], "cell")
    '**注**：本年 <5 件，a_b \\*不含\\* 1\\|2'
    """
    cleaned = [_cleaned(run, place) for run in runs if run.text]
    marked = _written(cleaned, place)
    if any(run.strong or run.emphasis for run in cleaned) and not _says(marked, cleaned):
        marked = _written([Run(run.text, code=run.code, href=run.href) for run in cleaned], place)
    return marked


def text(words: str, place: Place = "paragraph") -> str:
    """Return a plain text as Markdown."""
    return inline([Run(words)], place)


def _cleaned(run: Run, place: Place) -> Run:
    """Return a run without what steers, and in one line where there is no other."""
    words = spelt_out(re.sub(r"\r\n?", "\n", run.text).replace("\t", " "))
    if place != "paragraph":
        words = _SPLIT.sub("", words).replace("\n", " ")
    return Run(words, strong=run.strong, emphasis=run.emphasis, code=run.code, href=run.href)


def _written(runs: Sequence[Run], place: Place) -> str:
    """Return runs as Markdown, marks and all."""
    grouped = [list(each) for _, each in itertools.groupby(runs, key=lambda run: (run.href, run.code))]
    found = ""
    for number, group in enumerate(grouped):
        after = "" if number + 1 == len(grouped) else ("[" if grouped[number + 1][0].href else "`")
        href = group[0].href
        if href:
            label = _code(plain_text(group), place) if group[0].code else _marked(group, place, "[", "]")
            found += f"[{label}]({_address(href)})"
        elif group[0].code:
            found += _code(plain_text(group), place)
        else:
            found += _marked(group, place, found[-1:], after)
    if place == "heading":
        return re.sub(r"#(?=#*\s*\Z)", r"\\#", found, count=1).strip()
    return _with_breaks(found) if place == "paragraph" else found.replace("\n", " ").strip()


def _with_breaks(words: str) -> str:
    lines = [line.strip(" ") for line in words.strip(" \n").split("\n")]
    return "\\\n".join(line for line in lines if line)


def _address(href: str) -> str:
    if _PLAIN_HREF.fullmatch(href):
        return href
    return "<" + re.sub(r"[\\<>&]", lambda found: f"\\{found[0]}", href.replace("\n", "")) + ">"


def _code(words: str, place: Place) -> str:
    """Return code, line by line, between more backticks than it holds."""
    ticks = "`" * (max((len(each) for each in re.findall("`+", words)), default=0) + 1)
    if place == "cell":
        words = words.replace("|", r"\|")
    edge = " " if words[:1] in {"`", " "} or words[-1:] in {"`", " "} else ""
    return "\n".join(f"{ticks}{edge}{line}{edge}{ticks}" for line in words.split("\n") if line.strip())


def _marked(runs: Sequence[Run], place: Place, before: str, after: str) -> str:
    """Return runs of words, each between its marks; `before` and `after` are the characters beside them."""
    styles = itertools.groupby(runs, key=lambda run: "**" * run.strong + "*" * run.emphasis)
    pieces = [(mark, plain_text(each)) for mark, each in styles]
    followers = [*(words[:1] for _, words in pieces[1:]), after]
    found, inside = "", before == "["
    for (mark, words), follows in zip(pieces, followers, strict=True):
        lead, core, tail = _apart((before + found)[-1:], words, follows) if mark else ("", "", words)
        for part, own, beside in ((lead, "", ""), (core, mark, ""), (tail, "", follows)):
            if part:
                at_start = place == "paragraph" and (before + found)[-1:] in {"", "\n"} and not own
                found += own + _escaped(part, place, beside, inside=inside, at_start=at_start) + own
    return found


def _apart(before: str, words: str, after: str) -> tuple[str, str, str]:
    """Return the words that can be marked, between what has to stand before and behind the marks.

    A mark is none between a letter and punctuation, nor beside a space inside.

    >>> _apart("见", "（一）", "、"), _apart("", "“a”", "")
    (('（', '一）', ''), ('', '“a”', ''))
    """
    start, stop = 0, len(words)
    while start < stop and _keeps_out(words[start], words[start - 1] if start else before):
        start += 1
    while start < stop and _keeps_out(words[stop - 1], words[stop] if stop < len(words) else after):
        stop -= 1
    return words[:start], words[start:stop], words[stop:]


def _keeps_out(edge: str, beside: str) -> bool:
    """Whether a character at the edge of marked words keeps the mark from being one."""
    return edge.isspace() or (_is_sign(edge) and _is_letter(beside))


def _is_sign(each: str) -> bool:
    return unicodedata.category(each)[0] in "PS"


def _is_letter(each: str) -> bool:
    """Whether a character is neither at an edge, nor space, nor surely punctuation."""
    return bool(each) and not each.isspace() and unicodedata.category(each)[0] != "P" and each not in "$+<=>^`|~"


def _escaped(words: str, place: Place, after: str, *, inside: bool, at_start: bool) -> str:
    """Return words with what could be markup escaped.

    Args:
        words: of one style.
        place: what they stand in.
        after: the character that follows.
        inside: whether they are the text of a link.
        at_start: whether they begin a line.
    """
    found = _MARKUP.sub(r"\\\g<0>", words)
    if words.endswith("]") and after in {"(", "[", ":"}:
        found = f"{found[:-1]}\\]"
    if inside:
        found = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", found)
    if words.count("$") > 1:  # mathematics, on some pages
        found = found.replace("$", r"\$")
    if place == "cell":
        return found.replace("|", r"\|")
    if place == "heading":
        return found
    lines = found.split("\n")
    return "\n".join(_begun(line.lstrip(" ")) if number or at_start else line for number, line in enumerate(lines))


def _begun(line: str) -> str:
    r"""Return a line that only goes on with the paragraph.

    >>> _begun("1. a"), _begun("-5"), _begun("- 5"), _begun("#1"), _begun("# 1")
    ('1\\. a', '-5', '\\- 5', '#1', '\\# 1')
    """
    found = _BEGINS.match(line)
    if found is None:
        return line
    at = found.end("number") if found["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def _says(marked: str, runs: Sequence[Run]) -> bool:
    """Whether Markdown is read as the words of the runs."""
    said = "".join(_spoken(marked))
    return "".join(said.split()) == "".join(plain_text(runs).split())


def _spoken(marked: str) -> Iterator[str]:
    for token in _parser().parseInline(marked.replace("\\|", "|")):
        for each in token.children or ():
            yield each.content if each.type in {"text", "code_inline"} else ""


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})
