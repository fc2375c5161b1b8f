"""Pages have one form each, and one order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.page_label import MAX_LABEL_CHARS, MAX_PAGE, PageLabel, page_in_id, page_label, page_order
from tests.strategies import pages

# The characters of labels in any order: what is taken off, what counts, and letters of several scripts.
ANY = st.text(
    st.sampled_from("AbTß第版叠组头封面特刊号外一二十百零〇019０Ａ①٣ -_/"), max_size=MAX_LABEL_CHARS + 2
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (1, 1),
        ("1", 1),
        ("01", 1),
        ("0012", 12),
        ("９", 9),
        (" 3 ", 3),
        ("第3版", 3),
        ("第十二版", 12),
        ("一版", 1),
        ("二十", 20),
        ("头版", 1),
        ("封面", 1),
        (MAX_PAGE, MAX_PAGE),
        ("a1", "A01"),
        ("A01", "A01"),
        ("Ａ０１", "A01"),
        ("A001", "A01"),
        ("A112", "A112"),
        ("A01版", "A01"),
        ("A叠01版", "A01"),
        ("A叠第一版", "A01"),
        ("第A1版", "A01"),
        ("T08", "T08"),
        ("A", "A"),
        ("特刊1", "特刊1"),
        ("特刊01", "特刊1"),
        ("特刊一", "特刊1"),
        ("特刊第十版", "特刊10"),
        ("号外", "号外"),
        ("二叠3版", "二3"),
        ("版画", "版画"),
    ],
)
def test_a_page_has_one_form(text: PageLabel, label: PageLabel):
    found = page_label(text)
    assert (found, type(found)) == (label, type(label))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "0", 0, -1, "-1", "00", "零", "A0", "第零版", MAX_PAGE + 1, "12345", 1.5),
        *(
            "第",
            "版",
            "第版",
            "叠",
            "第一叠",
            "A-1",
            "A 1",
            "A_1",
            "1A",
            "A/1",
            "../1",
            "①②x",
            "\0",
            "\ud800",
        ),
        *(
            "A" * 40,
            "A" * (MAX_LABEL_CHARS + 1),
            "A" * (MAX_LABEL_CHARS - 1) + "1",
            "1" * 40,
            "特一二三四五六",
        ),
    ],
)
def test_what_is_no_page_is_refused_with_its_forms(text: PageLabel):
    with pytest.raises(ValueError, match="is no page; ") as caught:
        page_label(text)
    assert len(str(caught.value)) < 150


@given(st.one_of(ANY, st.text(max_size=MAX_LABEL_CHARS), st.integers()))
def test_the_form_of_a_form_is_itself_and_fits_an_id(text: PageLabel):
    try:
        label = page_label(text)
    except ValueError:
        return
    assert page_label(label) == label == page_label(str(label))
    assert len(str(label)) <= MAX_LABEL_CHARS
    assert page_label(page_in_id(label)) == label
    assert "-" not in page_in_id(label)
    assert not any(char.isspace() for char in page_in_id(label))


@given(st.lists(pages, max_size=9))
def test_the_order_of_pages_is_total(labels: list[PageLabel]):
    ordered = sorted(set(labels), key=page_order)
    assert all(page_order(a) < page_order(b) for a, b in pairwise(ordered))


def test_pages_stand_by_letters_then_by_number_and_plain_numbers_before_all():
    ordered: list[PageLabel] = [
        1,
        2,
        10,
        112,
        "A",
        "A01",
        "A02",
        "A10",
        "A100",
        "B01",
        "号外",
        "特刊2",
        "特刊10",
    ]
    assert sorted(set(ordered), key=page_order) == ordered
