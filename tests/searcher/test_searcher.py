"""The public face: what `import searcher` gives, and what it costs is in tests/test_layers.py."""

from __future__ import annotations

import types

import searcher


def test_all_that_is_visible_is_public_and_sorted():
    visible = [
        name
        for name, value in vars(searcher).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    ]
    assert sorted(searcher.__all__) == sorted(visible)
    groups = (
        [name for name in searcher.__all__ if name.isupper()],
        [name for name in searcher.__all__ if not name.isupper()],
    )
    assert all(group == sorted(group) for group in groups)


def test_every_error_is_one_archive_error():
    errors = [
        value
        for name in searcher.__all__
        if isinstance(value := getattr(searcher, name), type) and issubclass(value, Exception)
    ]
    assert len(errors) > 5
    assert all(issubclass(error, searcher.ArchiveError) for error in errors)
