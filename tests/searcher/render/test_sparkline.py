"""The counts of months or years are a line of columns, the oldest first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher import FacetCount
from searcher.render.sparkline import BLOCKS, LETTERS, format_timeline

YEARS = st.dictionaries(st.integers(1946, 2024), st.integers(1, 500), min_size=1)


def counts(of: dict[str, int]) -> tuple[FacetCount, ...]:
    """As an answer has them: the newest first."""
    return tuple(FacetCount(value, number) for value, number in sorted(of.items(), reverse=True))


MONTHS = {"2023-11": 1, "2023-12": 4, "2024-02": 8}


def drawn(width: int | None, levels: str = BLOCKS, **facets: dict[str, int]) -> str:
    line = format_timeline(
        {facet: counts(of) for facet, of in facets.items()}, width, label_cells=10, levels=levels
    )
    return line.plain if line else ""


def test_months_are_columns_with_a_blank_where_there_is_nothing():
    assert drawn(60, month=MONTHS) == "month     2023-11 ▁▄ █ 2024-02  most in 2024-02 (8)"


def test_a_terminal_without_blocks_gets_letters():
    assert drawn(60, LETTERS, month=MONTHS) == "month     2023-11 .= # 2024-02  most in 2024-02 (8)"


def test_a_single_month_is_told_with_its_count():
    assert drawn(60, month={"2023-09": 1200}, year={"2023": 1200}) == "month     2023-09 (1,200)"


def test_what_is_said_of_the_greatest_gives_way_to_the_months_and_these_to_years():
    months = {f"20{year}-{month:02d}": 1 for year in (22, 23) for month in range(1, 13)}
    years = {"2022": 12, "2023": 12}
    assert "most in" in drawn(90, month=months, year=years)
    assert drawn(52, month=months, year=years) == f"month     2022-01 {'█' * 24} 2023-12"
    assert drawn(48, month=months, year=years) == "year      2022 ██ 2023  most in 2022 (12)"


def test_too_many_years_share_columns():
    assert drawn(30, year={"1946": 2, "1947": 2, "2024": 1}) == "year      1946 █        ▂ 2024"
    line = drawn(60, year={"1846": 2, "1847": 2, "2024": 1})
    assert line.endswith("2024")
    assert drawn(None, year={"1846": 2, "1847": 2, "2024": 1}).endswith("most in 1846 (2), 3 years a column")


def test_without_times_there_is_no_line():
    assert drawn(60, section={"要闻": 3}) == drawn(60) == ""


@given(YEARS, st.integers(30, 200))
def test_a_line_keeps_to_the_width_and_its_columns_rise_with_their_counts(years: dict[int, int], width: int):
    line = drawn(width, year={str(year): number for year, number in years.items()})
    assert len(line) <= width
    first, last = min(years), max(years)
    if first == last:
        return
    columns = line.removeprefix(f"year      {first} ")[: line.rindex(f" {last}") - len(f"year      {first} ")]
    if len(columns) == last - first + 1:
        levels = {year: f" {BLOCKS}".index(columns[year - first]) for year in range(first, last + 1)}
        assert all((level > 0) == (year in years) for year, level in levels.items())
        order = sorted(years, key=lambda year: years[year])
        assert [levels[year] for year in order] == sorted(levels[year] for year in order)
        assert levels[order[-1]] == len(BLOCKS)


@pytest.mark.parametrize("levels", [BLOCKS, LETTERS])
def test_levels_are_one_cell_each_and_none_is_a_blank(levels: str):
    assert len(set(levels)) == len(levels) == 8
    assert " " not in levels
