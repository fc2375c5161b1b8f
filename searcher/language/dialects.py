"""Parts of a query that mean something in another search language.

What has a meaning there and none here is refused with the cure, or noted.
"""

from __future__ import annotations

import re
import unicodedata

from index.messages import mark, tr
from searcher.language import near
from searcher.language.tokens import OPERATORS

IN_QUOTES = mark("to search for it as it stands, put it in quotes")
# Strings, which ``re`` compiles and caches at their first use: most questions hold nothing of this.
_NEAR = r"(?:NEAR|ADJ|PRE|ONEAR)(?:/?\d+)?|(?i:NEAR|ADJ|W|N|PRE|ONEAR)/\d+"
_SLOP = r"~(?:\d+(?:\.\d+)?)?"
_BOOST = r"\^(?:\d+(?:\.\d+)?)?"
_SLOPPY = r"(?s)(?:.*[^\W\d])?(~(?:\d+(?:\.\d+)?)?)"  # 1~2 is a range in print
_BOOSTED = r"(?s).*(\^(?:\d+(?:\.\d+)?)?)"
_LATIN_OPERATORS = ("AND", "OR", "NOT", "NEAR")
_GLUED = rf"(?<![^\W_\u3400-\u9fff])(?:{'|'.join(_LATIN_OPERATORS)})(?![^\W_\u3400-\u9fff])"
_HAN_OPERATORS = tuple(operator for operator in OPERATORS if not operator.isascii())
_HAN_GLUED = rf"(?:[”」』\"＂）)]|^)({'|'.join(_HAN_OPERATORS)})[“「『\"＂（(]"
_OPENS = '“「『"＂（('  # what may stand behind an operator that is glued to it
_DASHES = "–—―−"


def refusal(run: str) -> str | None:
    """Why an unquoted run, or what is glued to a quotation, cannot be asked; None where it can."""
    plain = unicodedata.normalize("NFKC", run)
    if plain[:1].isascii() and re.fullmatch(_NEAR, plain):
        return tr(
            "{run} is no operator: {no_number}; {in_quotes}",
            run=run,
            no_number=tr(near.NO_NUMBER, forms=tr(near.FORMS)),
            in_quotes=tr(IN_QUOTES),
        )
    if "~" in plain and (found := re.fullmatch(_SLOPPY, plain)):
        return tr(
            "{found} is no operator: there is no search by likeness; delete it; {in_quotes}",
            found=found[1],
            in_quotes=tr(IN_QUOTES),
        )
    if "^" in plain and (found := re.fullmatch(_BOOSTED, plain)):
        return tr(
            "{found} is no operator: no part of a question weighs more; delete it; {in_quotes}",
            found=found[1],
            in_quotes=tr(IN_QUOTES),
        )
    if plain[:1] == "!" and plain[1:2].isalnum():
        return tr(
            "{run} excludes nothing; write -{run_2} to exclude it; {in_quotes}",
            run=run[0],
            run_2=run[1:],
            in_quotes=tr(IN_QUOTES),
        )
    return None


def suffix_refusal(text: str) -> tuple[str, int] | None:
    """The same of what begins behind a quotation, as ``~5``, and how long it is."""
    plain = unicodedata.normalize("NFKC", text[:20])
    if len(plain) == len(text[:20]) and (found := re.match(_SLOP, plain) or re.match(_BOOST, plain)):
        return str(refusal(found[0])), found.end()
    return None


def hints(run: str) -> list[str]:
    """What to say of an unquoted run that is searched as text."""
    plain = unicodedata.normalize("NFKC", run)
    if plain in ("and", "or", "not", "near"):
        if plain == "near":
            return [tr("near is searched as a word; NEAR/20, with a number, is the operator")]
        return [
            tr(
                "{run} is searched as a word; {plain}, in capitals, is the operator",
                run=run,
                plain=plain.upper(),
            )
        ]
    said = []
    holds_operator = any(each in plain for each in _LATIN_OPERATORS) and plain not in _LATIN_OPERATORS[:3]
    if holds_operator and (glued := re.search(_GLUED, plain)):
        said.append(
            tr(
                "{glued} in {run} is searched as text; an operator stands between spaces",
                glued=glued[0],
                run=run,
            )
        )
    elif not set(_OPENS).isdisjoint(plain) and (han := re.search(_HAN_GLUED, plain)):
        said.append(
            tr("{han} in {run} is searched as text; an operator stands between spaces", han=han[1], run=run)
        )
    if plain[0] in _DASHES and plain[1:2].isalnum() and not plain[1].isdecimal():  # −5℃ is a minus
        said.append(
            tr("{run} before {run_2} excludes nothing; a hyphen does: -{run_2}", run=run[0], run_2=run[1:])
        )
    if "?" in plain and re.search(r"\w\?\w", plain):
        said.append(tr("? in {run} stands for no other character: it is searched as text", run=run))
    return said


def is_reserved(text: str) -> bool:
    """Whether a run of this text may be an operator, or is refused as one of another language."""
    return (
        unicodedata.normalize("NFKC", text) in OPERATORS
        or near.distance_of(text) is not None
        or (text[:1].isalnum() and refusal(text) is not None)
    )
