# ruff: noqa: E501  - a message or a paragraph is one line
from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents
from index.pages import parse_page

pytest.importorskip("pypdfium2")
pytest.importorskip("reportlab")

from pypdfium2 import PdfDocument

from index.intake.formats.pdf import Pdf
from tests.index.intake.formats.pdfs import FONT, Printed, canvas_of, column, draw, pdf

FILES = Path(__file__).parent / "files"
FIRST = "昨天上午，市水务局的巡河员沿河而下，看到沿岸的芦苇已经长到一人多高，滩地变成草场。"
SECOND = "据介绍，三年来全市关停沿河采砂场二十七家，迁走码头九座，清运垃圾六万吨。"


def read(raw: bytes, name: str = "01.pdf") -> FileContents:
    return Pdf().read(raw, Path(name), lambda _: None)


def lines(raw: bytes) -> list[str]:
    (page,) = read(raw).pages
    return page.text.split("\n")[:-1]


def refusal(raw: bytes) -> str:
    with pytest.raises(IssueFormatError) as error:
        read(raw)
    return str(error.value)


def has_chinese_font() -> bool:
    """Whether pdfium can measure type that a file does not embed: else it leaves out what has no width."""
    with PdfDocument(pdf([(20.0, 60.0, 20.0, "白")])) as document:
        return bool(document[0].get_textpage().count_chars())


NEEDS_A_FONT = pytest.mark.skipif(not has_chinese_font(), reason="no Chinese font is installed")


def test_a_page_that_a_browser_printed_is_read_in_order_with_the_sizes_of_its_type():
    (page,) = read((FILES / "chromium.pdf").read_bytes()).pages
    articles = parse_page(page.text, paper="qzrb", date=date(2024, 5, 22), page=1, type_sizes=page.type_sizes)
    assert [(each.kicker, each.headline, each.subheads) for each in articles] == [
        ("三年治理见成效", "青泽河两岸重现白鹭翔集", ("全市新增湿地四千亩",)),
        (None, "山区小学通上直饮水", ()),
        (None, "夜校开了木工班", ()),
        (None, None, ()),
    ]
    assert [len(each.paragraphs) for each in articles] == [3, 2, 2, 2]
    assert articles[0].reporters == ("钱小河",)
    assert (articles[1].reporters, articles[1].contributors) == (("孙大山",), ("李明",))
    assert (articles[3].kind, articles[3].photographers) == ("photo", ("郑小燕",))


def test_columns_are_read_under_their_head_and_paragraphs_go_on_over_their_ends():
    half = FIRST[:22], FIRST[22:]
    page: list[Printed] = [
        (60, 50, 20, "白鹭回到青泽河"),
        *column(half[0], 20, 80),
        *column(half[1], 142, 80, indent=0),
        *column(SECOND, 142, 80 + 13 * 2),
        (264, 50, 16, "夜校开课"),
        *column(SECOND, 264, 80),
    ]
    assert lines(pdf(page)) == ["白鹭回到青泽河", "", FIRST, "", SECOND, "", "夜校开课", "", SECOND]


def test_the_order_in_which_the_file_prints_does_not_matter():
    page = [(60.0, 50.0, 20.0, "白鹭回到青泽河"), *column(FIRST, 20, 80), *column(SECOND, 142, 80)]
    assert lines(pdf(page[::-1])) == lines(pdf(page))


def test_sizes_are_those_that_are_seen_whatever_scales_them():
    canvas, raw = canvas_of()
    canvas.scale(2, 2)
    canvas.setFont(FONT, 9)
    canvas.drawString(20, 200, "白鹭")
    canvas.showPage()
    canvas.save()
    (page,) = read(raw.getvalue()).pages
    assert page.type_sizes == pytest.approx((18.0,))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright(rotation: int):
    assert lines(pdf(column(FIRST, 20, 80), rotation=rotation)) == [FIRST]


@NEEDS_A_FONT
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_text_that_is_turned_is_kept_after_the_rest(turn: int):
    canvas, raw = canvas_of()
    draw(canvas, column(FIRST, 20, 80))
    canvas.translate(300, 300)
    canvas.rotate(turn)
    canvas.setFont(FONT, 9)
    canvas.drawString(0, 0, "青泽日报印刷厂印刷")
    canvas.showPage()
    canvas.save()
    assert lines(raw.getvalue()) == [FIRST, "", "青泽日报印刷厂印刷"]


@NEEDS_A_FONT
def test_a_vertical_heading_is_one_line():
    heading = [(20.0, 60.0 + 22 * at, 20.0, char) for at, char in enumerate("白鹭归来")]
    assert lines(pdf([*heading, *column(FIRST, 60, 60)])) == ["白鹭归来", "", FIRST]


def test_blanks_between_all_characters_are_closed_and_those_between_names_stay():
    assert lines(pdf([(20, 50, 9, " ".join("市民夜校本周新开了木工班"))])) == ["市民夜校本周新开了木工班"]
    assert lines(pdf([(20, 50, 9, "郑小燕 吴小天 摄")])) == ["郑小燕 吴小天 摄"]
    assert lines(pdf([(20, 50, 9, "the Qingze Daily")])) == ["the Qingze Daily"]


def test_what_is_printed_twice_to_look_bold_is_read_once():
    assert lines(pdf([(20, 50, 20, "白鹭归来"), (20.4, 50.3, 20, "白鹭归来")])) == ["白鹭归来"]


def test_each_page_of_a_file_is_a_page_of_the_paper_by_its_number():
    contents = read(pdf(column(FIRST, 20, 80), column(SECOND, 20, 80)))
    assert [(page.placement.page, page.text) for page in contents.pages] == [
        (1, f"{FIRST}\n"),
        (2, f"{SECOND}\n"),
    ]


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [(("A", "B"), ["A01", "B01"]), (("A", "A"), [1, 2]), (("前言", "B"), ["前言1", "B01"])],
)
def test_labels_of_the_file_are_taken_unless_two_are_alike(
    prefixes: tuple[str, str], expected: list[int | str]
):
    canvas, raw = canvas_of()
    for number, prefix in enumerate(prefixes):
        canvas.addPageLabel(number, style="ARABIC", start=1, prefix=prefix)
        draw(canvas, column(FIRST, 20, 80))
        canvas.showPage()
    canvas.save()
    assert [page.placement.page for page in read(raw.getvalue()).pages] == expected


def test_a_file_of_one_page_is_named_by_its_path():
    (page,) = read(pdf(column(FIRST, 20, 80))).pages
    assert page.placement.page is None


def test_a_page_without_text_is_a_page_and_is_named():
    contents = read(pdf(column(FIRST, 20, 80), []))
    assert [page.text for page in contents.pages] == [f"{FIRST}\n", ""]
    assert contents.warnings == [
        "01.pdf: no text on page 2; if it is a scan, have it read by OCR, and add the hOCR, ALTO or PAGE-XML that it writes"
    ]


def test_a_scan_is_refused_with_advice():
    canvas, raw = canvas_of()
    canvas.rect(20, 20, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    assert refusal(raw.getvalue()) == (
        "01.pdf: has no text: it is a scan; have it read by OCR, and add the hOCR, ALTO or PAGE-XML that it writes"
    )


def test_what_cannot_be_read_is_refused_by_what_it_is():
    good = pdf(column(FIRST, 20, 80))
    assert refusal(pdf(column(FIRST, 20, 80), password="secret")) == (
        "01.pdf: is encrypted; save it without a password"
    )
    assert "01.pdf: is damaged: " in refusal(good[:60])
    assert "is named .pdf, but is none" in refusal("本报讯".encode())
    assert "is named .pdf, but is none" in refusal(b"")


def test_a_file_of_more_pages_than_an_issue_has_is_refused():
    assert "has 1,001 pages, more than 1,000; split it into issues" in refusal(pdf(*[[]] * 1001))


def test_fonts_that_do_not_say_which_characters_they_draw_are_refused_with_advice():
    message = refusal(_mapped_to("\ue100"))
    assert "its fonts do not say which characters they draw (page 1)" in message
    assert "have it read by OCR" in message


def test_letters_that_a_font_maps_to_unicode_are_read():
    assert lines(_mapped_to("一")) == ["".join(map(chr, range(ord("一"), ord("一") + 16)))]


def _mapped_to(first: str) -> bytes:
    """A page of sixteen letters that its font maps to as many characters from ``first``."""
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "1 begincodespacerange <00> <ff> endcodespacerange "
        f"1 beginbfrange <61> <70> <{ord(first):04x}> endbfrange endcmap end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        _stream("BT /F 9 Tf 20 500 Td (abcdefghijklmnop) Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        _stream(cmap),
    ]
    body = "%PDF-1.4\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{body.index('xref')}\n%%EOF\n"
    return (body + end).encode("latin-1")


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def test_without_pypdfium2_the_error_names_the_cure():
    program = (
        "import sys; sys.modules['pypdfium2'] = None\n"
        "from pathlib import Path\n"
        "from index.errors import IssueFormatError\n"
        "from index.intake.formats.pdf import Pdf\n"
        "try: Pdf().read(b'%PDF-1.4', Path('01.pdf'), lambda _: None)\n"
        "except IssueFormatError as error: print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (
        run.stdout.strip()
        == "01.pdf: is a PDF, for which pypdfium2 is needed: pip install 'news-searcher[pdf]'"
    )


def test_a_pdf_is_known_by_its_name():
    assert Pdf().supports(Path("2024-05-01/A01.PDF"))
    assert not Pdf().supports(Path("a.pdf.txt"))
