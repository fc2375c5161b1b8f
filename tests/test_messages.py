"""Every message is written to be translated, has its Chinese, and the Chinese names the same values."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.catalog import Catalog, Message

from index import errors
from index.messages import LOCALES, in_a_row, language, listed, reason, tr, tr_n

ROOT = Path(__file__).parent.parent
TOOL = runpy.run_path(str(ROOT / "docs" / "messages.py"))
CHINESE: Catalog = TOOL["translated"]()
SAYING = {
    "tell",
    "warn",
    "echo",
    "confirm",
    "fail",
    "complain",
    "_say",
    "_error",
    "corrupt",
    "Text",
    "progress",
}
"""What puts a text before somebody, besides errors."""
ERRORS = {name for name, each in vars(errors).items() if isinstance(each, type)} | {
    name for name, each in vars(click).items() if isinstance(each, type) and issubclass(each, Exception)
}
TRANSLATING = {"tr", "tr_n", "mark"}
TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,:;]? [a-z{]{2,}|[;:] {}; {}")
ONE_WORD = re.compile(r" *[A-Za-z]{3,}[ :]*")
STYLE = re.compile(r"(?:not )?(?:bold|dim|reverse)\b.*")


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def chinese(message: Message) -> str:
    return message.string[0] if isinstance(message.string, list | tuple) else message.string or ""


MESSAGES = [message for message in CHINESE if message.id]


def test_every_message_has_its_chinese_and_nothing_else_has():
    said = {message.id for message in TOOL["catalogue"]() if message.id}
    assert {message.id for message in MESSAGES} == said, "run: make messages"
    assert [message.id for message in MESSAGES if not chinese(message).strip()] == []


def test_the_catalogue_that_is_read_is_made_of_the_one_that_is_edited():
    made = (LOCALES / "zh" / "LC_MESSAGES" / "searcher.mo").read_bytes()
    assert made == TOOL["compiled"](CHINESE), "run: make messages"


def values(text: str) -> set[str]:
    """The values a message names; a text with braces that are none names nothing."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1]]
    except ValueError:
        return set()
    return {f"{name}!{conversion}:{spec}" for _, name, spec, conversion in parts}


LEAVES_OUT = {"{value!r} is not a valid {number_type}."}
"""Messages of click with a value that is English, as "integer range", and not needed."""


def test_the_chinese_of_a_message_names_the_same_values():
    assert [
        message.id
        for message in MESSAGES
        if message.id not in LEAVES_OUT
        and values(chinese(message)) != set[str]().union(*(values(each) for each in ids(message)[-1:]))
    ] == []


def test_no_chinese_message_is_english():
    """Names, commands and signs stay; a row of three English words is a sentence that was left."""
    sentence = re.compile(r"\b[a-z]+(?: [a-z]+){2,}\b")
    commands = re.compile(
        r"(?:searcher|cut|pbpaste|pip)\b.*|`[^`]*`|id,date.*|headline body .*|\bid, paper.*"
    )
    left = [message.id for message in MESSAGES if sentence.search(commands.sub("", chinese(message)))]
    assert left == []


def test_chinese_punctuation_is_full_width():
    """Behind a Han character stands no comma, colon or bracket of half width."""
    wrong = re.compile(r"[\u4e00-\u9fff][,;:!?]|[\u4e00-\u9fff] ?\(")
    signs = re.compile(r"（ ）；|NOT \( \)|加 \($|[?]")
    assert [chinese(each) for each in MESSAGES if wrong.search(signs.sub("", chinese(each)))] == []


# -- in the code --------------------------------------------------------------------------------------------


def plain_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield English that is said or raised as it stands, and would be in English for everybody."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in SAYING | ERRORS:
            if _name(node) == "Text" and node.args and isinstance(node.args[0], ast.Constant):
                text = node.args[0].value
                if isinstance(text, str) and ONE_WORD.fullmatch(text):
                    yield node.lineno, text
            for given in (*node.args, *(each.value for each in node.keywords if each.arg != "style")):
                yield from _untranslated(given)


def _untranslated(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and _name(node) in TRANSLATING:
        for value in node.keywords:
            yield from _untranslated(value.value)
        return
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        if TWO_WORDS.search(text):
            yield node.lineno, text
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and TWO_WORDS.search(node.value) and not STYLE.fullmatch(node.value):
            yield node.lineno, node.value
        return
    for child in ast.iter_child_nodes(node):
        if not isinstance(node, ast.JoinedStr) or isinstance(child, ast.FormattedValue):
            yield from _untranslated(child)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


FILES = [file for layer in ("index", "searcher") for file in sorted((ROOT / layer).rglob("*.py"))]
OF_PROGRAMMERS = {"index/query.py", "searcher/notebook.py"}
"""They say what is wrong with a tree of Python's objects, or are seen in a notebook."""


def test_no_message_is_said_or_raised_without_being_translated():
    found = {
        f"{file.relative_to(ROOT)}:{line}": text
        for file in FILES
        if file.relative_to(ROOT).as_posix() not in OF_PROGRAMMERS
        for line, text in plain_texts(ast.parse(file.read_text("utf-8")))
    }
    assert found == {}, "write tr(…), or tr_n(…) of a number"


SENTENCE = re.compile(r"[a-z]{2,}[,;:]? [a-z]{2,}[,;:]? (?:[a-z]{2,}|{})")
IN_HELP = {"option", "command", "group", "argument", "Listed", "timeout_option", "SearchField"}
"""What takes a text for a command's help, which is taken from the commands themselves."""
FOR_PROGRAMMERS = {
    *("AssertionError", "IndexError", "KeyError", "NotImplementedError", "TypeError", "ValueError"),
    *("AttributeError", "ImportError", "OverflowError", "UnpicklingError", "compile", "Random"),
}
NO_MESSAGES = (
    *("index/kernel/", "index/pages/", "searcher/__init__.py", "searcher/arguments.py"),
    *("index/intake/formats/html_document.py", "index/intake/formats/digital_article.py"),
    "searcher/cli/shell_words.py",  # what it prints is for a shell
    *sorted(OF_PROGRAMMERS),
)


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield English sentences that may be said from somewhere, as from a variable or a table."""
    if isinstance(tree, ast.Assert) or (isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant)):
        return
    if isinstance(tree, ast.Call) and _name(tree) in TRANSLATING | IN_HELP | FOR_PROGRAMMERS:
        return
    if isinstance(tree, ast.FunctionDef) and tree.name == "__repr__":
        return
    if isinstance(tree, ast.Constant | ast.JoinedStr):
        parts = tree.values if isinstance(tree, ast.JoinedStr) else [tree]
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        is_style = STYLE.fullmatch(text) or text.startswith(("\n", "searcher "))  # of rich, CSS, a command
        if SENTENCE.search(text) and not is_style:
            yield tree.lineno, text
        return
    for child in ast.iter_child_nodes(tree):
        yield from sentences(child)


def test_no_sentence_is_left_in_english_in_a_variable_or_a_table():
    found = {
        f"{file.relative_to(ROOT)}:{line}": text
        for file in FILES
        if not file.relative_to(ROOT).as_posix().startswith(NO_MESSAGES)
        for line, text in sentences(ast.parse(file.read_text("utf-8")))
    }
    assert found == {}, "write mark(…) in a table, tr(…) where it is shown"


@pytest.mark.parametrize(
    "code",
    [
        'raise IndexCorrupt(f"{path} is damaged")',
        'raise IssueFormatError(path, "has no date")',
        'tell("Nothing was removed")',
        'click.echo(clean(f"{path}: a copy of {target}"))',
        'warn([tr("{x} is left out", x="by its options")])',
        'Text("no headline here", style="dim")',
        'self.fail("is no number", param)',
    ],
)
def test_a_forgotten_message_is_found(code: str):
    assert list(plain_texts(ast.parse(code)))


def test_babel_finds_every_message():
    """It takes literal texts, and none inside an f-string, which Python 3.11 hands over as one string."""
    trees = [(file, ast.parse(file.read_text("utf-8"))) for file in FILES]
    unseen = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file, tree in trees
        for node in ast.walk(tree)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and _is_unseen(node, call)
    ]
    assert unseen == []


def _is_unseen(node: ast.AST, call: ast.Call) -> bool:
    if _name(call) not in TRANSLATING or not isinstance(call.func, ast.Name):  # archive.mark marks articles
        return False
    if isinstance(node, ast.JoinedStr):
        return isinstance(call.args[0], ast.Constant)
    texts = call.args[: 2 if _name(call) == "tr_n" else 1]
    computed = (ast.JoinedStr, ast.BinOp) if _name(call) == "tr" else ast.expr
    return node is call and any(
        isinstance(each, computed) and not isinstance(each, ast.Constant) for each in texts
    )


# -- the language -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "SEARCHER_LANG": "en"}, "en"),
        ({"LANG": "C", "SEARCHER_LANG": "zh"}, "zh"),
    ],
)
def test_the_language_is_the_one_chosen_else_that_of_the_locale(
    environment: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
):
    for name in ("SEARCHER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == said


def test_a_message_is_said_in_the_language_with_its_values(monkeypatch: pytest.MonkeyPatch):
    assert tr("{path} is empty; {cure}", path="a", cure="b") == "a is empty; b"
    assert [tr_n("{count:,} article", "{count:,} articles", count) for count in (1, 1000)] == [
        "1 article",
        "1,000 articles",
    ]
    assert (listed("ab"), in_a_row("ab")) == ("a, b", "a, b")
    monkeypatch.setenv("SEARCHER_LANG", "zh")
    assert tr("{path} is empty; {cure}", path="a", cure="b") == "a 是空的；b"
    assert tr_n("{count:,} article", "{count:,} articles", 1000) == "1,000 篇"
    assert (listed("ab"), in_a_row("ab")) == ("a、b", "a，b")
    assert tr("what no catalogue has: {x}", x=1) == "what no catalogue has: 1"


def test_what_the_system_says_is_translated_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("SEARCHER_LANG", "zh")
    with pytest.raises(OSError) as raised:
        (tmp_path / "nothing").open()
    assert reason(raised.value) == "没有这个文件或文件夹"
