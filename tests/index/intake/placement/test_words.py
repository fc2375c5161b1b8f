from __future__ import annotations

import pytest

from index.intake.placement.words import is_work, names_article_file, word_kind


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        *(
            (word, "paper")
            for word in (
                "青泽日报",
                "石桥晚报",
                "柳河周报",
                "青泽日报电子版",
                "青泽日报·县域版",
                "qingze-daily",
            )
        ),
        *((word, "weekly") for word in ("教育周刊", "石桥杂志")),
        *((word, "section") for word in ("要闻", "县区新闻", "副刊")),
        *((word, "titled") for word in ("石桥版", "石桥新闻", "本地新闻")),
        *((word, "edition") for word in ("下午版", "晚间版", "增刊", "Evening Edition")),
        *((word, "none") for word in ("pages", "TXT", "版面", "scans3", "raw_text", "最终", "2024", "")),
        *((word, "group") for word in ("青泽日报社", "石桥报业", "柳河传媒")),
        ("qzrb", "code"),
        ("石桥", "word"),
        ("天气预报", "word"),
    ],
)
def test_a_word_is_of_the_kind_that_its_ending_or_the_list_says(word: str, kind: str):
    assert word_kind(word) == kind


def test_work_on_files_and_numbers_of_files_are_known_by_their_words():
    assert is_work("OCR-结果")
    assert not is_work("青泽日报")
    assert names_article_file("nw_content")
    assert not names_article_file("content_page")
    assert not names_article_file("内容")
