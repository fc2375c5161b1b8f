"""The right state of every row of a page, by alignment with its expected articles (the gold)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from index.pages.bylines import read_author, read_byline
from index.pages.grammar import SUCCESSORS
from index.pages.rows import Row, fold_width
from index.pages.sentence_ends import is_sentence_end

_MAX_HEADING = 40  # characters of a heading of the gold

Expected = dict[str, Any]  # an expected article, as a row of a gold file


def squeeze(text: str | None) -> str:
    """Normalise a text so that the gold and the page agree: folded, straight quotes, no white space."""
    folded = fold_width(text or "").replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")
    return "".join(folded.split())


def _headings(article: Expected) -> dict[str, str]:
    """The role of each heading of an article, by its squeezed text."""
    roles: dict[str, str] = {}
    lines = article.get("heading_lines")
    if lines:
        # The gold does not give the roles of old stacks: the last line that is no deck is the headline, and
        # its decks continue it.
        main = max((place for place, line in enumerate(lines) if line[0] not in "—-("), default=0)
        for place, line in enumerate(lines):
            roles[squeeze(line)] = "kicker" if place < main else "headline" if place == main else "more"
    headline, kicker = squeeze(article.get("headline")), squeeze(article.get("kicker"))
    if headline and not lines:
        roles[headline] = "headline"
    if kicker and not lines:
        roles[kicker] = "kicker"
        roles[kicker + headline] = "merged"
    if article.get("subhead"):
        roles[squeeze(article["subhead"])] = "deck"
    for label in (article.get("column"), article.get("section"), article.get("group")):
        if label:
            roles[squeeze(label)] = "label"
    roles.pop("", None)
    return roles


def align(rows: Sequence[Row], articles: Sequence[Expected]) -> list[tuple[int, str] | None]:
    """Return (index of its article, role) for every row, or None for a row that matches no article."""
    headings = [_headings(article) for article in articles]
    texts = [[squeeze(paragraph) for paragraph in article.get("paragraphs") or ()] for article in articles]
    subheads = [{squeeze(line) for line in article.get("subheads") or ()} for article in articles]
    done = [0] * len(articles)  # paragraphs matched, per article
    rest = [""] * len(articles)  # the unmatched rest of its last paragraph, per article
    current = 0
    found: list[tuple[int, str] | None] = []
    for row in rows:
        line = squeeze(row.text)
        order = sorted(range(len(articles)), key=lambda at: (abs(at - current), -at))
        answer: tuple[int, str] | None = None
        for at in order:
            if rest[at] and rest[at].startswith(line):
                rest[at] = rest[at][len(line) :]
                answer = (at, "joined")
                break
        # A heading belongs to an article whose text has not begun: several articles may have the same
        # label, and 某某某强调 may be printed over 某某某强调，….
        ahead = [at for at in order if line in headings[at] and done[at] == 0 and line not in texts[at][:1]]
        for at in order if answer is None else ():
            if at in ahead:
                answer = (at, headings[at][line])
                break
            nexts = [
                place
                for place in range(done[at], min(done[at] + 3, len(texts[at])))
                if _begins(texts[at][place], line)
            ]
            if nexts and (len(line) > 8 or at == current or done[at] == 0 or texts[at][nexts[0]] == line):
                role = "first" if done[at] == 0 else "body"
                rest[at] = texts[at][nexts[0]][len(line) :]
                done[at] = nexts[0] + 1
                answer = (at, role)
                break
            if line in headings[at]:
                answer = (ahead[0], headings[ahead[0]][line]) if ahead else (at, headings[at][line])
                break
            if line in subheads[at]:
                answer = (at, "subhead")
                break
        if answer is None:
            for at in order:
                parts = [role for text, role in headings[at].items() if line in text and len(line) > 3]
                if parts:
                    answer = (at, parts[0])
                    break
        if answer is None and read_byline(row.text) and done[current] == len(texts[current]):
            answer = (current, "byline")
        if answer is None and len(line) > _MAX_HEADING and found and found[-1]:
            # The gold has this paragraph joined to another.
            answer = (current, "body" if done[current] else "first")
            done[current] = max(done[current], 1)
        if answer:
            current = answer[0]
        found.append(answer)
    return found


def _begins(paragraph: str, line: str) -> bool:
    # On the seed page the byline follows the last paragraph on the same line.
    return bool(line) and (
        paragraph.startswith(line)
        or (line.startswith(paragraph) and len(line) < len(paragraph) + 12 and len(paragraph) > 8)
    )


def states(rows: Sequence[Row], articles: Sequence[Expected]) -> list[str]:
    """Return the right state of every row, in order.

    The sequence may hold transitions that the grammar forbids (``forbidden_transitions``).
    """
    found = align(rows, articles)
    bodies: dict[int, int] = {}
    for at, answer in enumerate(found):
        if answer and answer[1] == "first":
            bodies.setdefault(answer[0], at)
    last_rows = {
        answer[0]: at
        for at, answer in enumerate(found)
        if answer and answer[1] in ("body", "first", "joined", "byline")
    }
    headed = {
        answer[0]
        for at, answer in enumerate(found)
        if answer and answer[1] in ("headline", "merged", "kicker") and at < bodies.get(answer[0], -1)
    }
    result: list[str] = []
    seen_headline: set[int] = set()
    for at, (row, answer) in enumerate(zip(rows, found, strict=True)):
        if answer is None:
            following = next((later[0] for later in found[at + 1 :] if later), None)
            result.append("masthead" if following is None else "label")
            continue
        number, role = answer
        if not (articles[number].get("paragraphs")):
            result.append("masthead")
            continue
        if role in ("headline", "more", "kicker", "deck", "label", "merged"):
            if role == "headline" and number in seen_headline:
                role = "more"
            if role == "more" and number not in seen_headline:
                role = "headline"
            if role == "headline":
                seen_headline.add(number)
            result.append(role if at < bodies.get(number, 10**9) else f"trailing {role}")
            continue
        if role == "first" and number in headed and at < last_rows[number] and _is_author(row):
            result.append("author")
            bodies[number] = at + 1
            continue
        if number in headed and result and result[-1] == "author":
            role = "first" if not _is_author(row) else "author"
            result.append(role)
            continue
        if role == "body":
            broken = at + 1 < len(rows) and found[at + 1] == (number, "joined")
            role = "body" if broken else _text_role(row, last=at == last_rows[number])
        result.append(role if number in headed else f"headless {role}")
    return result


def _is_author(row: Row) -> bool:
    return (
        bool(len(row.text) <= 40 and (read_byline(row.text) or read_author(row.text)))
        and row.text[0] not in "(（"
    )


def _text_role(row: Row, *, last: bool) -> str:
    if read_byline(row.text) or (last and len(row.text) <= 40 and read_author(row.text)):
        return "byline"
    if not last and len(row.text) <= 30 and not is_sentence_end(row.text) and row.folded[-1] not in ";,":
        return "subhead"
    return "body"


def forbidden_transitions(sequence: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (index of the second, state, next state) for every transition that the grammar forbids."""
    for at, (one, two) in enumerate(pairwise(sequence), 1):
        if two not in SUCCESSORS[one]:
            yield at, one, two
