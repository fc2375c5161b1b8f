from __future__ import annotations

import pickle
import re

import pytest

from index import errors
from index.errors import ArchiveError, IndexCorrupt, IssueFormatError, QuerySyntaxError

ERRORS = {
    name: error
    for name, error in vars(errors).items()
    if isinstance(error, type) and issubclass(error, Exception)
}


def test_the_tree_drawn_over_the_module_is_the_tree():
    drawn = re.findall(r"^[├└]── (\w+)", str(errors.__doc__), re.MULTILINE)
    assert sorted(["ArchiveError", *drawn]) == sorted(ERRORS)
    assert all(issubclass(error, ArchiveError) for error in ERRORS.values())


def test_an_issue_format_error_begins_with_its_place():
    error = IssueFormatError("2023-09-21/01.txt:7", "is not JSON")
    assert str(error) == "2023-09-21/01.txt:7: is not JSON"
    assert error.place == "2023-09-21/01.txt:7"


def test_a_query_syntax_error_says_the_message_alone_and_carries_the_span():
    error = QuerySyntaxError("a bracket is not closed", "(农交会", 0, 1)
    assert str(error) == "a bracket is not closed"
    assert (error.query, error.query[error.start : error.end]) == ("(农交会", "(")


@pytest.mark.parametrize(
    "error",
    [
        IssueFormatError("01.txt", "has no date"),
        QuerySyntaxError("is not closed", "(农交会", 0, 1),
        IndexCorrupt("segments/x.seg is damaged"),
    ],
)
def test_an_error_survives_the_way_from_another_process(error: ArchiveError):
    came = pickle.loads(pickle.dumps(error))
    assert (type(came), str(came), vars(came)) == (type(error), str(error), vars(error))
