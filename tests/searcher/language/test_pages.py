"""Pages as people ask for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.page_label import PageLabel
from index.query import MAX_CLAUSES, Field
from searcher.language.pages import page_field, pages_of
from tests.strategies import pages


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1", ["1"]),
        ("０１", ["1"]),
        ("第十二版", ["12"]),
        ("头版", ["1"]),
        ("1-3", ["1", "2", "3"]),
        ("1 ～ 3", ["1", "2", "3"]),
        ("二至三", ["2", "3"]),
        ("第二版至第三版", ["2", "3"]),
        ("一、三", ["1", "3"]),
        ("3，1", ["3", "1"]),
        ("1、3-4、A2", ["1", "3", "4", "A02"]),
        ("A1", ["A01"]),
        ("a01版", ["A01"]),
        ("A9-A11", ["A09", "A10", "A11"]),
        ("A1-3", ["A01", "A02", "A03"]),
        ("A01版至A02版", ["A01", "A02"]),
        ("特刊1至3", ["特刊1", "特刊2", "特刊3"]),
        ("5-5", ["5"]),
    ],
)
def test_pages_are_numbers_labels_ranges_and_lists(text: str, values: list[str]):
    assert pages_of("page", text) == [Field("page", value) for value in values]


@pytest.mark.parametrize(
    ("text", "letters"), [("A", "A"), ("a版", "A"), ("号外", "号外"), ("特刊", "特刊"), ("A叠", "A")]
)
def test_letters_alone_are_all_pages_with_them(text: str, letters: str):
    assert pages_of("page", text) == [Field("page", letters, prefix=True)]


@pytest.mark.parametrize(
    "text", ["", "〇", "0", "A0", "第版", "x y", "1-", "-1", "1、", "A1-", "10000", "A" * 30, "?"]
)
def test_what_is_no_page_is_refused_by_the_fields_name(text: str):
    with pytest.raises(
        ValueError, match=r"is not a 版次; a 版次 is a number from 1 to 9999, or a label as A01"
    ):
        pages_of("版次", text)


@pytest.mark.parametrize("text", ["4-1", "A4-A1", "A1-B2", "1-A2", "A2-1", "A-C", "A-A1", "A1-A"])
def test_a_range_that_does_not_go_up_or_leaves_its_letters_is_refused(text: str):
    with pytest.raises(ValueError, match="is no range of pages; it goes up, and within letters, as A1-A4"):
        pages_of("page", text)


@pytest.mark.parametrize("text", ["1-501", "A1-A9999", "1-300、400-700", "1-9999"])
def test_too_many_pages_are_refused_with_the_limit(text: str):
    with pytest.raises(ValueError, match=f"are more than {MAX_CLAUSES} pages; ask for fewer at once"):
        pages_of("page", text)
    assert len(pages_of("page", f"1-{MAX_CLAUSES}")) == MAX_CLAUSES


@given(pages)
def test_every_page_is_asked_for_by_its_label(page: PageLabel):
    assert pages_of("page", str(page)) == [page_field(page)] == [Field("page", str(page))]


@given(st.text(st.sampled_from("0123AＡ第版至-、 特刊一十"), max_size=8))
def test_any_text_is_pages_or_refused_and_what_is_found_is_found_again(text: str):
    try:
        found = pages_of("page", text)
    except ValueError as error:
        assert "page" in str(error)
    else:
        assert [each for field in found for each in pages_of("page", field.value)] == list(found)
