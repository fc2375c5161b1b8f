from datetime import date

import pytest

from searcher.language.dates import civil_range

SEPTEMBER = (date(2023, 9, 1), date(2023, 9, 30))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("２０２３年", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2023-09", SEPTEMBER),
        ("2023年9月", SEPTEMBER),
        ("2023-09-01..2023-09-30", SEPTEMBER),
        ("2023年9月1日至2023年9月30日", SEPTEMBER),
        ("2023-09。。2023年9月", SEPTEMBER),
        ("2023-09-01 ～ 2023-09-30", SEPTEMBER),
        ("2023.9.1—2023.9.30", SEPTEMBER),
        ("2023-09-01-2023-09-30", SEPTEMBER),
        ("2023年9月1号到2023年9月30号", SEPTEMBER),
        ("2023-09-01…2023-09-30", SEPTEMBER),
        ("2022-2023", (date(2022, 1, 1), date(2023, 12, 31))),
        ("2023/9/21", (date(2023, 9, 21), date(2023, 9, 21))),
        ("2023.9.21", (date(2023, 9, 21), date(2023, 9, 21))),
        ("20230921", (date(2023, 9, 21), date(2023, 9, 21))),
        ("２０２３－０９－２１", (date(2023, 9, 21), date(2023, 9, 21))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2023-09..", (date(2023, 9, 1), None)),
        ("..2023-09", (None, date(2023, 9, 30))),
        ("9999-12", (date(9999, 12, 1), date(9999, 12, 31))),
    ],
)
def test_every_form_of_a_date_means_its_civil_days(text: str, days: tuple[date | None, date | None]):
    assert civil_range(text) == days


@pytest.mark.parametrize("text", ["2023-13", "2023-02-30", "20230931", "0000", "2023年13月"])
def test_a_day_that_is_not_in_the_calendar_is_refused(text: str):
    with pytest.raises(ValueError, match="not in the calendar"):
        civil_range(text)


@pytest.mark.parametrize(
    "text", ["", "昨天", "23-9-21", "2023-", "..", "1..2..3", "2023-09-21T00:00", "202309"]
)
def test_what_is_no_date_is_refused_with_the_forms_there_are(text: str):
    with pytest.raises(ValueError, match="dates are 2023, 2023-09"):
        civil_range(text)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        civil_range("2023-09..2023-08")
