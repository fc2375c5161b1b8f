from datetime import date

import pytest

from searcher.language import dates
from searcher.language.dates import civil_range, day_of, names_days, value_end

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
    "text", ["", "两会", "23-9-21", "2023-", "..", "1..2..3", "2023-09-21T00:00", "202309"]
)
def test_what_is_no_date_is_refused_with_the_forms_there_are(text: str):
    with pytest.raises(ValueError, match="dates are 2023, 2023-09"):
        civil_range(text)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        civil_range("2023-09..2023-08")


@pytest.fixture
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "civil_today", lambda: date(2026, 11, 26))


@pytest.mark.usefixtures("_in_november")
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("去年", (date(2025, 1, 1), date(2025, 12, 31))),
        ("近 三 个 月", (date(2026, 8, 27), date(2026, 11, 26))),
        ("１０月１日至７日", (date(2026, 10, 1), date(2026, 10, 7))),
        ("去年..", (date(2025, 1, 1), None)),
        ("..上个月", (None, date(2026, 10, 31))),
        ("2023-09..今年3月", (date(2023, 9, 1), date(2026, 3, 31))),
        ("去年9月～今年3月", (date(2025, 9, 1), date(2026, 3, 31))),
    ],
)
def test_dates_as_people_say_them_are_dates_beside_typed_ones(
    text: str, days: tuple[date | None, date | None]
):
    assert civil_range(text) == days


@pytest.mark.usefixtures("_in_november")
@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("去年 供暖", "去年"),
        ("去年 9月 供暖", "去年 9月"),
        ("10月1日 至 7日 供暖", "10月1日 至 7日"),
        ("2023年 9月下旬 供暖", "2023年 9月下旬"),
        ("去年|今年", "去年"),
        ("去年 到太原", "去年"),
        ("去年 9 月 1 日 至 10 月 7 日 供暖", "去年 9 月 1 日 至 10 月 7 日"),
        ("2023年 以后 供暖", "2023年 以后"),
        ("2023-09-21 以前 供暖", "2023-09-21 以前"),
        ("2023年 春节 庙会", "2023年"),
        ("去年 国庆 期间 游客", "去年 国庆 期间"),
        ("去年 国庆 至 今年 五一 游客", "去年 国庆 至 今年 五一"),
        ("国庆 游客", "国庆"),
        ("供暖", None),
    ],
)
def test_a_spoken_date_ends_where_it_means_days_and_no_later(question: str, value: str | None):
    assert value_end(question, 0) == (None if value is None else len(value))


@pytest.mark.usefixtures("_in_november")
def test_since_and_until_take_the_edges_of_a_spoken_period_and_no_range():
    assert (day_of("去年", "first"), day_of("去年", "last")) == (date(2025, 1, 1), date(2025, 12, 31))
    assert day_of("昨天", "only") == date(2026, 11, 25)
    with pytest.raises(ValueError, match="a range; give its ends"):
        day_of("10月1日至7日", "first")
    with pytest.raises(ValueError, match="not one day"):
        day_of("去年", "only")
    with pytest.raises(ValueError, match="open on one side"):
        day_of("2023年以前", "last")


def test_a_phrase_is_looked_for_in_what_is_near_and_not_in_the_whole_question(
    monkeypatch: pytest.MonkeyPatch,
):
    looked_at = 0

    def counted(plain: str) -> None:
        nonlocal looked_at
        looked_at += len(plain)

    monkeypatch.setattr(dates, "_spoken_range", counted)
    question = "去年日期：" * 1000
    for at in range(0, len(question), 5):
        assert value_end(question, at) is None
    assert looked_at <= 10 * len(question)


@pytest.mark.parametrize("text", ["去年", "９月", "近 三 个 月"])
def test_a_phrase_for_days_is_known_in_full_width_and_with_blanks(text: str):
    assert names_days(text)
    assert names_days(f"{text} 以前")
    assert not names_days(f"{text}的太原")
