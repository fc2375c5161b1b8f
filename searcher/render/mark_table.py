"""A person's marks, each with the article that it is of."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from index.messages import tr
from searcher.marking.marks_of_articles import Mark
from searcher.render.cells import Lines, table
from searcher.render.control_characters import one_line

_LABEL, _ASIDE, _HEADLINE, _GONE = "bold magenta", "dim", "bold", "red"


def format_marks(marks: Sequence[Mark], ids: Sequence[str], width: int | None) -> Lines:
    """Return a line a mark; its number is the place of its article in ``ids``, of one that is gone a dash."""
    number_of = {article_id: str(at) for at, article_id in enumerate(ids, 1)}
    rows = [
        [
            Text(number_of.get(each.article_id or "", "–"), style=_ASIDE),
            Text(one_line(each.label), style=_LABEL),
            Text(each.date.isoformat()),
            Text(one_line(f"{each.page}版")),
            _what(each),
        ]
        for each in marks
    ]
    return table(rows, width, right=(0,))


def _what(mark: Mark) -> Text:
    text = Text(one_line(mark.headline) or tr("(no headline)"), style=_HEADLINE if mark.headline else _ASIDE)
    if mark.note:
        text = Text.assemble(text, f"  {one_line(mark.note)}")
    if mark.article_id is None:
        text = Text.assemble(
            text, (tr("  {marked_id} is not in the archive", marked_id=one_line(mark.marked_id)), _GONE)
        )
    elif mark.article_id != mark.marked_id:
        text = Text.assemble(text, (tr("  now {article_id}", article_id=one_line(mark.article_id)), _ASIDE))
    return text
