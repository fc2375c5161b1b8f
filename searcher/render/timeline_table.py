"""A timeline as a table: a month or year a line, with counts, rates and, of one question, bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from index.messages import tr, tr_n
from searcher.answers.timelines import Timeline, TimelineRow
from searcher.render.cells import Lines, columns, pad, wrap
from searcher.render.control_characters import one_line
from searcher.render.facet_names import facet_name

_ASIDE, _BOLD, _BAR = "dim", "bold", "cyan"
_THIN = "~"
_LEAST_BAR, _MOST_BAR = 8, 60
_EIGHTHS = " ▏▎▍▌▋▊▉"
_GAP_CELLS = 2


def format_timeline(timeline: Timeline, width: int | None) -> Lines:
    """Return what the archive covers, each question with its first and last day, and the table.

    Months or years without any article stand together in a line.
    """
    lines = wrap(_covers(timeline), width)
    names = [chr(ord("A") + at) for at in range(len(timeline.questions))]
    for name, question in zip(names, timeline.questions, strict=True):
        days = (
            tr(", first {day}, last {day_2}", day=question.days[0], day_2=question.days[1])
            if question.days
            else ""
        )
        articles = tr_n("{count:,} article", "{count:,} articles", question.total)
        found = tr("{place}: {message}", place=one_line(question.interpreted), message=articles + days)
        lines += wrap(Text(found), width, indent=3, first=Text(name, style=_BOLD))
    lines.append(Text())
    return lines + _table(timeline, names, width) + _notes(timeline, width)


def _covers(timeline: Timeline) -> Text:
    if not timeline.days:
        return Text(tr("The archive has no article there"), style=_BOLD)
    first, last = timeline.days
    return Text(
        tr(
            "The archive covers {first} to {last}, {articles}",
            first=first,
            last=last,
            articles=tr_n("{count:,} article", "{count:,} articles", timeline.articles),
        ),
        style=_BOLD,
    )


def _table(timeline: Timeline, names: Sequence[str], width: int | None) -> Lines:
    is_counted = _fits(timeline, width)
    heads = [Text(facet_name(timeline.unit), style=_ASIDE), Text(tr("articles"), style=_ASIDE)]
    for name in names:
        heads += [Text(name, style=_ASIDE)] if is_counted else []
        heads += [Text(f"{name} ‰", style=_ASIDE)]
    rows = [[*heads, Text()]]
    most = max((rate for row in timeline.rows for rate in row.rates if rate), default=0.0)
    bar_cells = _bar_cells(timeline, width, is_counted=is_counted)
    gaps = dict(timeline.gaps)
    for row in timeline.rows:
        if row.articles:
            rows.append([*_cells(row, is_counted=is_counted), _bar(row, most, bar_cells)])
        elif row.label in gaps:
            rows.append([Text(row.label), *[Text()] * (len(heads) - 1), Text()])
    table = columns(rows, None, right=range(1, len(heads)))
    lines = iter(table)
    result = [next(lines)]
    for row in timeline.rows:
        if row.articles:
            result.append(next(lines))
        elif row.label in gaps:
            next(lines)
            result += wrap(_gap(row.label, gaps[row.label]), width)
    return result


def _gap(first: str, last: str) -> Text:
    return Text(
        tr(
            "{first}  no articles in the archive",
            first=first if first == last else tr("{first} to {last}", first=first, last=last),
        ),
        style=_ASIDE,
    )


def _cells(row: TimelineRow, *, is_counted: bool) -> Iterator[Text]:
    style = _ASIDE if row.is_thin else ""
    yield Text(row.label, style=style)
    yield Text(f"{_THIN if row.is_thin else ''}{row.articles:,}", style=style)
    for count, rate in zip(row.counts, row.rates, strict=True):
        if is_counted:
            yield Text(f"{count:,}", style=style)
        yield Text("" if rate is None else f"{rate:.1f}", style=style)


def _fits(timeline: Timeline, width: int | None) -> bool:
    """Whether the counts have room beside the rates."""
    return width is None or _fixed_cells(timeline, is_counted=True) <= width


def _fixed_cells(timeline: Timeline, *, is_counted: bool) -> int:
    columns_of_one = (8, 8) if is_counted else (8,)
    return 8 + 10 + len(timeline.questions) * (sum(columns_of_one))


def _bar_cells(timeline: Timeline, width: int | None, *, is_counted: bool) -> int:
    """How long the longest bar may be; 0 where there is none: of several questions, piped, too narrow."""
    if width is None or len(timeline.questions) > 1:
        return 0
    room = width - _fixed_cells(timeline, is_counted=is_counted) - _GAP_CELLS
    return min(room, _MOST_BAR) if room >= _LEAST_BAR else 0


def _bar(row: TimelineRow, most: float, cells: int) -> Text:
    rate = row.rates[0]
    if not cells or not rate:
        return Text()
    eighths = max(1, round(rate / most * cells * 8))
    bar = "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
    return pad(Text(bar, style=_ASIDE if row.is_thin else _BAR), 0)


def _notes(timeline: Timeline, width: int | None) -> Lines:
    lines = wrap(
        Text(tr("‰: articles that match, of a thousand under the same filters"), style=_ASIDE), width
    )
    if any(row.is_thin for row in timeline.rows):
        few = tr("{thin}: so few articles that the rate says little", thin=_THIN)
        lines += wrap(Text(few, style=_ASIDE), width)
    return lines
