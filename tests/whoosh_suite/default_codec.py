"""A pytest plugin: Whoosh's own suite, over our codec (``sitecustomize``). See `make test-whoosh`.

Our own suite does not collect it: the tests are in Whoosh's source distribution.
"""

from __future__ import annotations

import pytest
import whoosh.codec

from index.backends.embedded.whoosh.codec_roles import ColumnarCodec

ABOUT_SOMETHING_ELSE = (
    # the bytes of Whoosh's own codec
    "test_corrupt_postings_block_raises_clear_error",
    "test_tiny_blocks_stored_uncompressed_round_trip",
    # statistics of lengths in postings of documents that were never written: ours are the documents'
    "test_fieldwriter_single_term",
    "test_fieldwriter_two_terms",
    "test_fieldwriter_multiblock",
    # files the source distribution leaves out
    "test_bump_version_script",
    "test_site_version_sync",
    "test_example",
)


def pytest_configure() -> None:
    if not isinstance(whoosh.codec.default_codec(), ColumnarCodec):  # type: ignore[no-untyped-call]
        raise pytest.UsageError("Whoosh takes its own codec: tests/whoosh_suite is not on PYTHONPATH")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if any(name in item.nodeid for name in ABOUT_SOMETHING_ELSE)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = (
        f"{len(terminalreporter.stats.get(outcome, []))} {outcome}"
        for outcome in ("passed", "failed", "error", "skipped", "deselected")
    )
    terminalreporter.write_line(f"Whoosh's suite over the columnar codec: {', '.join(counts)}")
