"""A correction as the difference that it makes, and the log of corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from index.article import Article
from index.messages import mark, tr, tr_n
from searcher.correcting.correction import ArticleChange, Correction
from searcher.correcting.correction_log import LoggedCorrection
from searcher.render.cells import Lines, columns, iter_columns
from searcher.render.control_characters import one_line

_SHOWN = 60  # characters of a text
_BEFORE = 12  # of them before the first that differs
_OLD, _NEW = "red", "green"
_HEADINGS = (mark("number"), mark("when"), mark("who"), mark("what"))


def format_correction(correction: Correction, width: int | None) -> Iterator[Text]:
    """Yield the lines of the difference: of each article what went, behind ``-``, and what came, ``+``."""
    rows = [row for change in correction.changes for row in _rows(change)]
    return iter_columns(rows, width)


def correction_summary(correction: Correction, *, dry_run: bool) -> str:
    """Say what a correction did, or would do."""
    if not correction.changes:
        return tr("{page}: nothing changes", page=correction.page)
    count = len(correction.changes)
    if dry_run:
        return tr_n(
            "{page}: {count:,} article would change; nothing was written",
            "{page}: {count:,} articles would change; nothing was written",
            count,
            page=correction.page,
        )
    return tr_n(
        "{page}: {count:,} article changed, correction {number} ({sidecar}); `searcher undo` takes it back",
        "{page}: {count:,} articles changed, correction {number} ({sidecar}); `searcher undo` takes it back",
        count,
        page=correction.page,
        number=correction.number,
        sidecar=correction.sidecar,
    )


def format_log(corrections: Sequence[LoggedCorrection], width: int | None) -> Lines:
    """Return a line a correction."""
    rows = [[Text(tr(heading), style="dim") for heading in _HEADINGS]]
    for each in corrections:
        what = Text(one_line(each.what))
        if each.undone_by is not None:
            what.append(tr(" (taken back by {number})", number=each.undone_by), style="dim")
        rows.append(
            [
                Text(str(each.number)),
                Text(each.at.astimezone().strftime("%Y-%m-%d %H:%M"), style="dim"),
                Text(one_line(each.who)),
                what,
            ]
        )
    return columns(rows, width, right=(0,))


def _rows(change: ArticleChange) -> Iterator[list[Text]]:
    if change.before is None or change.after is None:
        article = change.after or change.before
        assert article, "one of them is there"
        sign, style = ("-", _OLD) if change.after is None else ("+", _NEW)
        yield [Text(sign, style=style), Text(change.id, style="cyan"), Text(_title(article), style=style)]
        return
    yield [Text("~"), Text(change.id, style="cyan"), Text(_title(change.after))]
    for key in [key for key in change.keys if key != "printed"] or change.keys:
        old, new = (_texts(getattr(article, key)) for article in (change.before, change.after))
        gone, come = list((old - new).elements()), list((new - old).elements())
        start = _same(gone[0], come[0]) if len(gone) == len(come) == 1 else 0
        for sign, style, texts in (("-", _OLD, gone), ("+", _NEW, come)):
            for text in texts:
                yield [Text(sign, style=style), Text(key, style="dim"), Text(_cut(text, start), style=style)]


def _same(one: str, other: str) -> int:
    """From where on two texts are shown, so that their first difference is."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return max(0, same - _BEFORE) if same > _SHOWN - _BEFORE else 0


def _title(article: Article) -> str:
    return _cut(article.headline or "".join(article.paragraphs))


def _texts(value: object) -> Counter[str]:
    if value is None:
        return Counter()
    return Counter(value) if isinstance(value, tuple) else Counter([str(value)])


def _cut(text: str, start: int = 0) -> str:
    line = one_line(text)
    if start:
        line = f"…{line[start:]}"
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
