from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.decoding import decode
from tests.conftest import SEED_PAGE
from tests.strategies import characters

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")
SIMPLIFIED = (
    "本报讯 某某会昨日在本市开幕，来自各地的三百多家企业带来了五千余种产品。",
    "记者在现场看到，观众排起了长队，志愿者正在引导大家有序入场。",
    "“今年的展区比往年大了一倍！”主办方负责人说，展会将持续到9月24日。",
    "《条例》自2023年10月1日起施行；逾期不办理的，由主管部门责令改正。",
    "据介绍，PM2.5浓度同比下降12%，空气质量改善幅度居全省前列。",
)
TRADITIONAL = (
    "本報訊 某某會昨日在本市開幕，來自各地的三百多家企業帶來了五千餘種產品。",
    "記者在現場看到，觀眾排起了長隊，志願者正在引導大家有序入場。",
    "「今年的展區比往年大了一倍！」主辦方負責人說，展會將持續到9月24日。",
    "《條例》自2023年10月1日起施行；逾期不辦理的，由主管部門責令改正。",
    "據介紹，PM2.5濃度同比下降12%，空氣質量改善幅度居全省前列。",
)


def _pages(sentences: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(sentences), min_size=20, max_size=60).map("\n".join)


@given(text=_pages(SIMPLIFIED), encoding=st.sampled_from(ENCODINGS))
def test_a_page_in_simplified_characters_is_read_in_every_encoding(text: str, encoding: str):
    assert decode(text.encode(encoding), "01.txt") == text


@given(text=_pages(TRADITIONAL), encoding=st.sampled_from((*ENCODINGS, "big5", "cp950")))
def test_a_page_in_traditional_characters_is_read_in_every_encoding(text: str, encoding: str):
    assert decode(text.encode(encoding), "01.txt") == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_founding_page_is_read_in_every_encoding(encoding: str):
    page = SEED_PAGE.read_text(encoding="utf-8")
    assert decode(page.encode(encoding), "01.txt") == page


@given(text=st.text(characters, max_size=50))
def test_utf8_is_read_as_it_is_however_short_or_strange(text: str):
    assume("\0" not in text and "\ue5e5" not in text and not text.startswith("\ufeff"))
    assert decode(text.encode(), "01.txt") == text
    assert decode(codecs.BOM_UTF8 + text.encode(), "01.txt") == text


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_a_short_line_is_read_right_or_refused(encoding: str):
    refused = 0
    sentences = SIMPLIFIED if encoding == "gb18030" else TRADITIONAL
    for sentence in sentences:
        for start in range(len(sentence) - 12):
            line = sentence[start : start + 12]
            try:
                assert decode(line.encode(encoding), "01.txt") == line
            except IssueFormatError as error:
                assert "too short to tell" in str(error)
                refused += 1
    assert refused < 3


def test_a_name_that_could_be_two_things_is_refused_with_the_cure():
    raw = "啊".encode("gb18030") * 3
    assert raw.decode("big5").isalpha()
    with pytest.raises(IssueFormatError, match=r"^01.txt: is too short to tell whether .* save it as UTF-8"):
        decode(raw, "01.txt")


def test_characters_that_hong_kong_added_to_big5_are_read():
    text = "\n".join(TRADITIONAL) + "\n地址：深水埗界限街，茶餐廳老闆話好掂㗎。"
    assert decode(text.encode("big5hkscs"), "01.txt") == text


@pytest.mark.parametrize(
    ("encoding", "byte"), [("utf-8", b"\xff"), ("gb18030", b"\xff"), ("utf-16-le", b"\x00\xd8")]
)
def test_a_damaged_byte_is_named_by_its_line_not_taken_for_another_encoding(encoding: str, byte: bytes):
    first, rest = "\n".join(SIMPLIFIED * 9), "\n".join(SIMPLIFIED)
    raw = (first + "\n某").encode(encoding) + byte + ("\n" + rest).encode(encoding)
    with pytest.raises(IssueFormatError, match=rf"^01.txt:46: is damaged: byte \d+ is no {encoding}"):
        decode(raw, "01.txt")


def test_a_page_cut_off_inside_a_character_is_damaged_utf8():
    raw = "\n".join(SIMPLIFIED).encode()[:-1]
    with pytest.raises(IssueFormatError, match=r"^01.txt:5: is damaged: byte \d+ is no utf-8"):
        decode(raw, "01.txt")


@pytest.mark.parametrize(
    "binary", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\3\4\x14\0\x08"]
)
def test_a_binary_file_is_refused(binary: bytes):
    with pytest.raises(IssueFormatError, match=r"^01\.txt(:\d+)?: .*binary"):
        decode(binary, "01.txt")


@given(binary=st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(binary: bytes):
    try:
        text = decode(binary, "01.txt")
    except IssueFormatError:
        return
    assert "\0" not in text
    text.encode()


def test_other_languages_encodings_are_refused():
    for text, encoding in (
        ("東京都は二十一日、新しい条例を発表した。", "shift-jis"),
        ("À l'été, les élèves étaient réunis à Besançon.", "latin-1"),
        ("Сегодня в городе открылась выставка.", "cp1251"),
    ):
        with pytest.raises(IssueFormatError, match="save it as UTF-8"):
            decode(text.encode(encoding), "01.txt")


def test_a_nul_in_a_text_is_named_by_its_line():
    with pytest.raises(IssueFormatError, match=r"^01.txt:2: holds a NUL"):
        decode("第一行\n第二\0行".encode(), "01.txt")


def test_the_space_of_gbk_is_an_ideographic_space_in_every_encoding():
    page = "\n".join("　　" + sentence for sentence in SIMPLIFIED)
    assert "\ue5e5".encode("gb18030") == b"\xa3\xa0"
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert decode(page.replace("　", "\ue5e5").encode(encoding), "01.txt") == page


def test_a_page_with_more_spaces_of_gbk_than_characters_is_no_less_chinese():
    assert decode("".join(SIMPLIFIED).encode("gb18030") + b"\xa3\xa0" * 999, "01.txt").endswith("　" * 999)


def test_every_code_of_two_bytes_in_gbk_is_a_character():
    page = "\n".join(SIMPLIFIED * 40)
    trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    for lead in range(0x81, 0xFF):
        row = b"".join(bytes((lead, trail)) for trail in trails)
        decoded = decode((page + "\n").encode("gb18030") + row, "01.txt").removeprefix(page + "\n")
        assert len(decoded) == len(trails)


def test_the_private_characters_of_gbk_stay_as_they_are_printed():
    private = "".join(map(chr, range(0xE815, 0xE865)))
    page = "\n".join((*SIMPLIFIED * 8, private))
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert decode(page.encode(encoding), "01.txt") == page
    printed = b"".join(bytes((0xFE, trail)) for trail in range(0x50, 0xA1) if trail != 0x7F)
    decoded = decode("\n".join((*SIMPLIFIED * 8, "")).encode("gb18030") + printed, "01.txt")
    assert len(decoded.rpartition("\n")[2]) == 80
