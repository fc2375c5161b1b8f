"""A field is one row of the schema: the table is consistent, and one more row is a field everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index import schema
from index.article import KINDS
from index.schema import FACETS, FIELDS, field_named
from tests.strategies import article

ROW = """
    SearchField(
        "group",
        "label",
        ("专栏",),
        values=lambda article: (article.group,) if article.group else (),
        facets={"group": None},
        help="Only this group of articles.",
    ),
"""
# A process of its own: everything that follows from the table is computed when its module is loaded.
WITH_ROW = """
import importlib.util, sys
from pathlib import Path

spec = importlib.util.find_spec("index.schema")
source, begin = Path(spec.origin).read_text("utf-8"), "FIELDS: tuple[SearchField, ...] = ("
assert begin in source
module = importlib.util.module_from_spec(spec)
sys.modules["index.schema"] = module
exec(compile(source.replace(begin, begin + ROW), spec.origin, "exec"), module.__dict__)
"""
ASKING = """
import searcher
from tests.strategies import article

with searcher.open(sys.argv[1], create=True) as archive:
    archive.add_articles([article(1, group="金秋特刊"), article(2, group="要闻"), article(3)])
    assert archive.search("专栏：金秋特刊").total == archive.search("group:金秋*").total == 1
    assert [hit.id for hit in archive.search("", group=["要闻", "金秋特刊"], sort="oldest")] == [
        article(1).id, article(2).id
    ]
    (facet,) = archive.search("date:2023", facets="group").facets.values()
    assert {each.value: each.count for each in facet} == {"金秋特刊": 1, "要闻": 1}
    assert archive.verify(deep=True) == []
from searcher.cli import main
sys.argv[1:] = ["--archive", sys.argv[1], "find", "--group", "要闻", "--count"]
main()
"""


def test_names_aliases_and_facets_are_each_of_one_field():
    names = [name for each in FIELDS for name in (each.name, *each.aliases, *each.synonyms)]
    assert len(set(names)) == len(names)
    assert all(field_named(name) is each for each in FIELDS for name in (each.name, *each.aliases))
    assert len(set(FACETS)) == sum(len(each.facets) for each in FIELDS)


@pytest.mark.parametrize("field", schema.LABELLED, ids=lambda each: each.name)
def test_a_field_has_values_of_an_article_and_an_option_says_what_it_does(field: schema.SearchField):
    assert field.values
    assert all(
        isinstance(value, str) for value in field.values(article(1, section="要闻", reporters=("赵一",)))
    )
    assert field.help or field.type == "date"


def test_every_kind_can_be_typed():
    (kind,) = (each for each in FIELDS if each.type == "choice")
    assert set(kind.choices.values()) == set(KINDS)


def test_one_row_more_is_searched_filtered_counted_and_an_option(tmp_path: Path):
    code = f"ROW = '''{ROW}'''\n{WITH_ROW}{ASKING}"
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "archive"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
