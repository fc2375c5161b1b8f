"""What is the same to a reader is the same to the index: as typed at a keyboard, and as it may be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

import searcher
from searcher import Archive
from tests.strategies import article

SAME = (
    ("III类", "Ⅲ类"),
    ("25°C", "２５℃"),
    ("100m2", "100㎡"),
    ("5kg", "5㎏"),
    ("No.3", "№.3"),
    ("first", "ﬁrst"),
    ("IV期", "Ⅳ期"),
    ("1/2", "½"),
    ("空气", "空\u200b气"),
    ("葛某", "葛\ufe00某"),
    ("葛某", "葛\U000e0101某"),
    ("空气", "空\ufffc气"),
    ("Müller", "Mu\u0308ller"),
    ("サービス", "サービス"),
    ("서울", "서울"),
    ("长安", "⻓安"),
    ("车站", "⻋站"),
    ("人民", "人⺠"),
    ("一九九〇年", "一九九○年"),
    ("一九九○年", "一九九〇年"),
    ("二〇二三", "二◯二三"),
    ("随着发展", "隨著發展"),
    ("了望", "瞭望"),
    ("什至", "甚至"),
    ("只有", "祇有"),
    ("钟先生", "锺先生"),
    ("余额", "馀额"),
    ("青年", "靑年"),
    ("清楚", "淸楚"),
    ("高尚", "高尙"),
    ("乡村", "鄕村"),
    ("概念", "槪念"),
    ("邻居", "隣居"),
    ("战略", "戰畧"),
    ("热闹", "热閙"),
    ("铁路", "鉄路"),
    ("炮兵", "砲兵"),
    ("手枪", "手鎗"),
    ("珍宝", "珍寳"),
    ("国家", "囯家"),
    ("河堤", "河隄"),
    ("山峰", "山峯"),
    ("群众", "羣众"),
    ("里面", "裏面"),
    ("线路", "綫路"),
    ("台湾", "臺湾"),
    ("为了", "爲了"),
    ("真实", "眞实"),
    ("教育", "敎育"),
    ("说明", "說明"),
    ("内部", "內部"),
    ("黄河", "黃河"),
    ("户口", "戶口"),
    ("即使", "卽使"),
    ("既然", "旣然"),
    ("强大", "強大"),
    ("产业", "産业"),
    ("3.15晚会", "3·15晚会"),
    ("3·15晚会", "3.15晚会"),
    ("阿不都.某", "阿不都·某"),
    ("阿不都・某", "阿不都•某"),
    ("阿不都‧某", "阿不都∙某"),
    ("政治・法律", "政治·法律"),
    ("1-8月", "1—8月"),
    ("1～8月", "1-8月"),
    ("2021-2035年", "2021—2035年"),
    ("2021–2035年", "2021−2035年"),
    ("3:1", "3∶1"),
    ("3：1", "3:1"),
    ("3×5", "3✕5"),
    ("3x5", "3×5"),
    ("100*200", "100×200"),
    ("“六地”战略", "「六地」战略"),
    ("『六地』战略", "“六地”战略"),
    ('"六地"战略', "“六地”战略"),
    ("don't", "don’t"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An article for each print, on a page of its own."""
    with searcher.open(tmp_path_factory.mktemp("same") / "archive", create=True) as archive:
        archive.add_articles(
            article(page=page, headline="甲乙", paragraphs=(f"本市报道，{printed}，记者。",))
            for page, (_, printed) in enumerate(SAME, 1)
        )
        yield archive


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("page", "typed"), list(enumerate((typed for typed, _ in SAME), 1)))
def test_what_is_typed_finds_what_is_printed_in_quotes_and_without(
    archive: Archive, page: int, typed: str, form: str
):
    typed = unicodedata.normalize(form, typed)  # type: ignore[arg-type]
    for question in (typed, f"「{typed}」" if '"' in typed else f'"{typed}"'):
        found = archive.search(question, page=page)
        assert found.totals.literal == found.total == 1
        assert any(snippet.spans for snippet in found[0].snippets)
