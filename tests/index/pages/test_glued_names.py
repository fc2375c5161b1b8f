from __future__ import annotations

import pytest

from index.pages.glued_names import names_of_run, split_names
from index.pages.person_names import NameCounts


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("李强", ["李强"]),
        ("李强王丽", ["李强", "王丽"]),
        ("李小强王丽华", ["李小强", "王丽华"]),
        ("范徐丽泰", ["范徐丽泰"]),
        ("李小强和王丽华", ["李小强", "王丽华"]),
        ("李和平", ["李和平"]),
        ("次仁卓玛", ["次仁卓玛"]),
        ("阿卜杜热合曼", ["阿卜杜热合曼"]),
        ("国家文物局", None),
        ("走进石桥村", None),
    ],
)
def test_a_run_beside_a_role_is_one_name_or_several(run: str, names: list[str] | None):
    assert names_of_run(run, signed=True, glued=True) == names


def test_names_that_the_archive_knows_part_a_run_first():
    assert names_of_run("李王小明", signed=True, glued=True) == ["李王小明"]
    known = NameCounts({"张江": 2, "林海": 2})
    assert split_names("张江林海") == ["张江", "林海"]
    assert split_names("张江林海波", known) == ["张江", "林海波"]
    assert names_of_run("欧阳小川", signed=True, glued=True, known_names=known) == ["欧阳小川"]
