"""The parser of the query language: a typed query becomes a query tree.

    question  all { (OR | 或 | "|") all }
    all       one { [AND | 与 | 且 | 并且] one }
    one       (NOT | 非 | 不含 | -) one  |  field near  |  near
    near      value { (NEAR/20 | 近20) value }
    value     run  |  run*  |  "quoted"  |  "quoted"*  |  "several texts"~20  |  ( question )  |  @name
              |  (SENTENCE | 同句 | PARAGRAPH | 同段) ( value value { value } )

A value of a field may be a bracket: the field then holds for everything in it, and @ is text there. The parts
of ``near`` are texts, or several joined by OR in a bracket.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from analyzers import fold
from index.article import SCOPES
from index.errors import QuerySyntaxError
from index.messages import listed, tr
from index.query import (
    MAX_CHARS,
    MAX_CLAUSES,
    MAX_DEPTH,
    MAX_GAP,
    And,
    DateRange,
    Field,
    Gap,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Saved,
    Words,
    broken_span,
    near_texts,
)
from index.schema import FIELD, FIELDS, PREFIX_TYPES, SearchField
from searcher import arguments
from searcher.language import near
from searcher.language.dates import civil_range
from searcher.language.dialects import IN_QUOTES
from searcher.language.lexer import Lexer
from searcher.language.quotes import CLOSING, OPENING
from searcher.language.tokens import BLANKS, NAME_SEPARATORS, NAMES_GO_ON, Token

MAX_SHOWN = 10  # characters of a letter-spaced text: a note is one line
_AROUND_NAMES = f" \t\u3000{OPENING}{CLOSING}"
# Strings, which ``re`` compiles and caches at their first use: few questions need them.
_BETWEEN_NAMES = f"[{NAME_SEPARATORS}]"
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACED_NAMES = f"{_HAN}(?:[{NAME_SEPARATORS}]{_HAN})*"  # 国、李 of 何 宝 国、李 强
_LATIN = r"[^\W\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(?:[.\-'][^\W]+)*"


def parse(question: str) -> Query:
    """Return the query tree of ``question``; QuerySyntaxError carries the span of what is wrong."""
    return read(question)[0]


def read(question: str) -> tuple[Query, tuple[str, ...]]:
    """Return the same, and what to say of it: what was left out, what may have meant more than text."""
    if len(arguments.text("question", question)) > MAX_CHARS:
        raise QuerySyntaxError(
            tr(
                "the question is {count:,} characters long, over {max_chars:,}; ask for less",
                count=len(question),
                max_chars=MAX_CHARS,
            ),
            question,
            MAX_CHARS,
            len(question),
        )
    if broken := broken_span(question):
        raise QuerySyntaxError(
            tr("these bytes are no text; set the terminal to UTF-8 and type them again"), question, *broken
        )
    lexer = Lexer(question)
    tokens = lexer.tokens()
    if not tokens:
        wrong = tr("there is only punctuation") if question.strip() else tr("the question is empty")
        raise QuerySyntaxError(
            tr('{wrong}; type a word, a name or a "quotation"', wrong=wrong), question, 0, len(question)
        )
    parser = _Parser(question, tokens)
    return parser.parse(), (*lexer.notes, *parser.notes)


class _Parser:
    """Recursive descent, a method a rule of the grammar."""

    def __init__(self, question: str, tokens: list[Token]) -> None:
        self._question = question
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._clauses = 0
        self.notes: list[str] = []

    def parse(self) -> Query:
        tree = self._any("")
        if self._at < len(self._tokens):
            raise self._error(
                tr("this bracket closes nothing; delete it or add ( before it"), self._tokens[self._at]
            )
        return tree

    def _kind(self) -> str | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _any(self, field: str) -> Query:
        children = [self._all(field)]
        while self._kind() == "or":
            self._next()
            children.append(self._all(field))
        return _joined(Or, children)

    def _all(self, field: str) -> Query:
        children = [self._one(field)]
        while self._kind() not in (None, "or", "close"):
            if self._kind() == "and":
                self._next()
            children.append(self._one(field))
        return _joined(And, children)

    def _one(self, field: str) -> Query:
        kind = self._kind()
        if kind in (None, "and", "or", "close"):
            raise self._missing()
        token = self._next()
        match kind:
            case "near":
                raise self._joins_nothing(token, is_after=False)
            case "not":
                return Not(self._nested(token, lambda: self._one(field)))
            case "field":
                if field:
                    raise self._error(
                        tr(
                            "{text} stands inside {field}; a field holds no other field",
                            text=token.text,
                            field=field,
                        ),
                        token,
                    )
                return self._value_of(token)
            case _:
                tree = self._value(field, token)
                return self._near(field, token, tree) if self._kind() == "near" else tree

    def _near(self, field: str, token: Token, tree: Query) -> Query:
        """What the chain of texts asks for that ``token`` begins, which is ``tree``."""
        parts, gaps = [self._part(token, tree)], list[Gap]()
        while self._kind() == "near":
            operator = self._next()
            assert operator.distance is not None, "it is one of NEAR's"
            gaps.append(self._distance(operator, operator.distance))
            if self._kind() in (None, "and", "or", "close", "near"):
                raise self._joins_nothing(operator, is_after=True)
            token = self._next()
            if token.kind in ("not", "field"):
                raise self._no_part(token)
            parts.append(self._part(token, self._value(field, token)))
        return Near(tuple(parts), tuple(gaps))

    def _distance(self, token: Token, distance: int) -> int:
        if distance > MAX_GAP:
            raise self._error(
                tr("at most {max_gap:,} characters may stand between two texts", max_gap=MAX_GAP), token
            )
        return distance

    def _in_unit(self, field: str, unit: Token) -> Query:
        """What ``同句(太原 空气)`` asks for."""
        bracket = self._next()
        parts: list[Query] = []
        while self._kind() not in (None, "close"):
            token = self._next()
            if token.kind == "and" and parts:
                continue
            if token.kind in ("not", "field", "and", "or", "near"):
                raise self._no_part(token)
            parts.append(self._part(token, self._value(field, token)))
        if self._kind() is None:
            raise self._error(tr("this bracket is not closed; add ) where it ends"), bracket)
        self._next()
        if len(parts) < 2:
            raise self._error(
                tr("two or more texts, with a space between, stand in {raw}( )", raw=self._raw(unit)), unit
            )
        gap: Gap = "sentence" if unit.text == "sentence" else "paragraph"
        return Near(tuple(parts), (gap,) * (len(parts) - 1))

    def _part(self, token: Token, tree: Query) -> Query:
        """``tree``, which ``token`` begins, as a part of texts near each other."""
        if not near_texts(tree):
            raise self._no_part(token)
        return tree

    def _no_part(self, token: Token) -> QuerySyntaxError:
        return self._error(
            tr(
                "{raw} is no text that stands near another; NEAR joins words, quotations and such in "
                "brackets with OR, of one field: {forms}, 标题：(太原 NEAR/20 空气)",
                raw=self._raw(token),
                forms=tr(near.FORMS),
            ),
            token,
        )

    def _raw(self, token: Token) -> str:
        return self._question[token.start : token.end]

    def _value(self, field: str, token: Token) -> Query:
        match token.kind:
            case "open":
                tree = self._nested(token, lambda: self._any(field))
                if self._kind() != "close":
                    raise self._error(tr("this bracket is not closed; add ) where it ends"), token)
                self._next()
                return tree
            case "unit":
                return self._nested(token, lambda: self._in_unit(field, token))
            case _:
                self._clauses += 1 + (token.alternative is not None)
                if self._clauses > MAX_CLAUSES:
                    raise self._error(
                        tr(
                            "the question has more than {max_clauses} parts; ask for fewer at once",
                            max_clauses=MAX_CLAUSES,
                        ),
                        token,
                    )
                if token.kind == "saved":
                    if not field:
                        return Saved(token.text)
                    token = Token("run", self._question[token.start : token.end], token.start, token.end)
                return self._leaf(field, self._whole(field, token))

    def _value_of(self, field: Token) -> Query:
        if self._kind() not in ("run", "quote", "saved", "open", "unit"):
            raise self._error(
                tr("{text} has no value; write it right behind the colon", text=field.text), field
            )
        return self._one(field.text)

    def _nested(self, token: Token, rule: Callable[[], Query]) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._error(
                tr("brackets and exclusions are nested more than {max_depth} deep", max_depth=MAX_DEPTH),
                token,
            )
        tree = rule()
        self._depth -= 1
        return tree

    def _whole(self, field: str, token: Token) -> Token:
        """The run that ``token`` begins: single Han characters with a blank between each two are one.

        So headlines are spaced (``太 原 市``), and short names, which stay as they were typed (``李　强``).
        Names go on behind a 、 too, with a blank beside it or not.
        """
        kind = FIELD[field].type if field else "text"
        if kind not in ("text", "label", "person"):
            return token
        is_name = kind == "person"
        parts = [token]
        while (following := self._run_behind()) and self._is_one_with(parts[-1], following, is_name=is_name):
            parts.append(self._next())
        end = parts[-1].end
        raw = self._question[token.start : end]
        if is_name or len(parts) == 1:
            return token if len(parts) == 1 else Token("run", raw, token.start, end)
        text = "".join(part.text for part in parts)
        apart = " AND ".join(text) if len(text) <= MAX_SHOWN else tr("AND between them")
        self.notes.append(
            tr(
                "{raw} is searched as {text}; to ask for each of its characters write {apart}",
                raw=_shown(raw),
                text=_shown(text),
                apart=apart,
            )
        )
        return Token("run", text, token.start, end)

    def _run_behind(self) -> Token | None:
        return self._tokens[self._at] if self._kind() == "run" else None

    def _is_one_with(self, token: Token, following: Token, *, is_name: bool) -> bool:
        """Whether the two runs are one with what stands between them."""
        if token.kind != "run" or token.prefix or following.prefix:
            return False
        between = self._question[token.end : following.start]
        if is_name and NAMES_GO_ON in (token.text[-1:], following.text[:1], between.strip()):
            return True
        spaced = re.compile(_SPACED_NAMES if is_name else _HAN)
        if not all(spaced.fullmatch(self._question, each.start, each.end) for each in (token, following)):
            return False
        return not between.strip() if is_name else between in BLANKS

    def _leaf(self, field: str, token: Token) -> Query:
        text, prefix = token.text, token.prefix
        if token.kind == "quote" and not fold(text):
            raise self._error(
                tr("there is nothing in these quotes; put the text to find between them"), token
            )
        row = FIELD.get(field)
        if token.distance is not None:
            return self._slop(field, token, token.distance)
        match row.type if row else "text":
            case "text":
                texts = [text] if token.alternative is None else [text, token.alternative]
                return _joined(Or, [_text(each, field, token) for each in texts])
            case "person" if token.kind == "run" and not prefix:
                names = [name.strip(_AROUND_NAMES) for name in re.split(_BETWEEN_NAMES, text)]
                if not any(map(fold, names)):
                    raise self._error(
                        tr("there is no name in {text}; write it right behind the colon", text=text), token
                    )
                return _joined(And, [Field(field, name) for name in names if fold(name)])
            case "label" | "person":
                return Field(field, text, prefix)
            case "paper":
                return Field(field, text)
            case "tag" if not prefix:
                return Field(field, text)
            case _ if prefix and row and row.type not in PREFIX_TYPES:
                takers = tr(" and ").join(each.name for each in FIELDS if each.type in PREFIX_TYPES)
                raise self._error(
                    tr("{field} takes no *; * stands in texts, {takers}", field=field, takers=takers), token
                )
            case "page":
                from searcher.language.pages import pages_of  # only a question with a page waits for it

                try:
                    pages = pages_of(field, text)
                except ValueError as exc:
                    raise self._error(str(exc), token) from None
                if prefix and not all(page.prefix for page in pages):
                    raise self._error(tr("a * stands behind a page's letters alone, as in page:A*"), token)
                return _joined(Or, pages)
            case "choice":
                assert row
                return Field(field, self._choice(row, text, token))
            case _:
                try:
                    return DateRange(*civil_range(text))
                except ValueError as exc:
                    raise self._error(str(exc), token) from None

    def _slop(self, field: str, token: Token, distance: int) -> Query:
        """What ``"太原 空气"~20`` asks for."""
        if field and FIELD[field].type != "text":
            raise self._error(tr("{field} takes no ~; it stands behind texts", field=field), token)
        scope = next((each for each in SCOPES if each == field), None)
        tree = near.in_quotes(token.text, token.alternative, self._distance(token, distance), scope)
        if tree is None:
            raise self._error(
                tr(
                    '~{distance} stands behind two or more texts in quotes, with a space between: "太原 '
                    '空气"~{distance}',
                    distance=distance,
                ),
                token,
            )
        return tree

    def _choice(self, field: SearchField, text: str, token: Token) -> str:
        """The value of a choice that ``text`` names."""
        name, choices = field.name, field.choices
        value = choices.get(fold(unicodedata.normalize("NFKC", text).strip()))
        if value is None:
            raise self._error(
                tr(
                    "there is no {name} {text}; {name}s are {choices}",
                    name=tr(name),
                    text=text,
                    choices=listed(choices),
                ),
                token,
            )
        return value

    def _missing(self) -> QuerySyntaxError:
        before = self._tokens[self._at - 1] if self._at else None
        if before is not None and before.kind == "open":
            return self._error(tr("there is nothing in these brackets"), before)
        operator = (
            before if before is not None and before.kind in ("and", "or", "not") else self._tokens[self._at]
        )
        if operator.kind == "close":
            return self._error(tr("this bracket closes nothing; delete it or add ( before it"), operator)
        return self._joins_nothing(operator, is_after=operator is before)

    def _joins_nothing(self, operator: Token, *, is_after: bool) -> QuerySyntaxError:
        side = tr("after") if is_after else tr("before")
        return self._error(
            tr(
                "{text} joins nothing: there is nothing {side} it; {in_quotes}",
                text=operator.text,
                side=side,
                in_quotes=tr(IN_QUOTES),
            ),
            operator,
        )

    def _error(self, message: str, token: Token) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._question, token.start, token.end)


def _text(text: str, field: str, token: Token) -> Query:
    """A text that a token asks for, in a field or anywhere."""
    scope = next((each for each in SCOPES if each == field), None)
    if token.kind == "quote":
        return Literal(text, scope)
    if not token.prefix:
        return Words(text, scope)
    # Whatever begins with Han characters holds them: every such prefix is a literal.
    return Prefix(text, scope) if re.fullmatch(_LATIN, fold(text)) else Literal(text, scope)


def _shown(text: str) -> str:
    return text if len(text) <= 2 * MAX_SHOWN else f"{text[: 2 * MAX_SHOWN]}…"


def _joined(kind: type[And | Or], children: Sequence[Query]) -> Query:
    """One node for all the children, those of the same kind dissolved in it."""
    flat: list[Query] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else (child,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]
