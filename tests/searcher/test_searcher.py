"""The public face: what `import searcher` gives, and what it costs is in tests/test_layers.py."""

from __future__ import annotations

import ast
import builtins
import inspect

import pytest

import searcher


def test_type_checkers_see_the_names_that_are_public():
    (block,) = (
        node
        for node in ast.parse(inspect.getsource(searcher)).body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    )
    seen = {
        alias.asname or alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen | {"__version__"} == {*searcher.__all__, "open"}
    groups = (
        [name for name in searcher.__all__ if name.isupper()],
        [name for name in searcher.__all__ if not name.isupper()],
    )
    assert all(group == sorted(group) for group in groups)


@pytest.mark.parametrize("name", [*searcher.__all__, "open"])
def test_every_public_name_is_there(name: str):
    assert getattr(searcher, name) is getattr(searcher, name)
    assert name in dir(searcher)


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Searcher"):
        searcher.Searcher  # noqa: B018


def test_a_star_import_hides_no_builtin():
    assert not {name for name in searcher.__all__ if not name.startswith("__")} & set(vars(builtins))


def test_every_error_is_one_archive_error():
    errors = [
        value
        for name in searcher.__all__
        if isinstance(value := getattr(searcher, name), type) and issubclass(value, Exception)
    ]
    assert len(errors) > 5
    assert all(issubclass(error, searcher.ArchiveError) for error in errors)
