from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from index.intake import open_zips
from index.intake.sources import Diagnostics, find_sources, is_offered

LINES = ["本市举行志愿服务活动", "", "本报讯 昨日上午，志愿服务活动在某某广场举行。"]
TEXT = "\n".join(LINES)


class ChineseWindows(zipfile.ZipInfo):
    """A member whose name is written as a Chinese Windows does: in GB 18030, without saying so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), 0


def zipped(path: Path, members: dict[str, bytes], info: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(info(name), content, zipfile.ZIP_DEFLATED)
    return path


def docx() -> bytes:
    return zipped_bytes({"word/document.xml": b"<w/>"})


def zipped_bytes(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def test_what_a_zip_holds_lies_behind_its_path(tmp_path: Path):
    path = zipped(
        tmp_path / "2023.zip",
        {"某市日报/2023-09-21/01.txt": TEXT.encode(), "a/1.jsonl.gz": b"", "b.css": b""},
    )
    diagnostics = Diagnostics()
    found = find_sources([path], diagnostics)
    assert [source.path for source in found] == [path / "a/1.jsonl.gz", path / "某市日报/2023-09-21/01.txt"]
    assert found[1].read_text() == TEXT
    assert diagnostics.warnings == [f"{path}: 1 files left alone, of no format that is read: .css"]


def test_a_zip_in_a_folder_is_opened_too(tmp_path: Path):
    zipped(tmp_path / "a.zip", {"2023-09-21/01.txt": TEXT.encode()})
    (tmp_path / "b.zip").write_bytes(b"PK no zip")
    diagnostics = Diagnostics()
    (source,) = find_sources([tmp_path], diagnostics)
    assert source.path == tmp_path / "a.zip/2023-09-21/01.txt"
    (refused,) = diagnostics.refused
    assert str(refused) == f"{tmp_path / 'b.zip'}: cannot be unpacked: File is not a zip file; pack it again"


def test_no_name_in_a_zip_leads_out_of_it(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"../../etc/01.txt": TEXT.encode(), "/02.txt": TEXT.encode()})
    found = find_sources([path], Diagnostics())
    assert {source.path for source in found} == {path / "etc/01.txt", path / "02.txt"}
    assert {source.read_text() for source in found} == {TEXT}


def test_a_name_in_a_zip_that_is_not_what_it_is_marked_as_is_refused(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"报/01.txt": TEXT.encode()})
    path.write_bytes(path.read_bytes().replace("报".encode(), b"\xe6\xe6\xe6"))
    diagnostics = Diagnostics()
    assert find_sources([path], diagnostics) == []
    (refused,) = diagnostics.refused
    assert str(refused).startswith(f"{path}: cannot be unpacked: 'utf-8' codec")


def test_a_member_of_a_zip_without_a_name_is_passed_over(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"": b"", "报/": b"", "报/01.txt": TEXT.encode()})
    assert [source.path for source in find_sources([path], Diagnostics())] == [path / "报/01.txt"]


def test_names_in_a_zip_are_read_as_a_chinese_windows_wrote_them(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"某市日报/2023年/01.txt": TEXT.encode()}, ChineseWindows)
    (source,) = find_sources([path], Diagnostics())
    assert source.path == path / "某市日报/2023年/01.txt"
    assert source.read_text() == TEXT


def test_a_zip_is_opened_once_however_many_pages_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = zipped(tmp_path / "a.zip", {f"报/{n:04}.txt": TEXT.encode() for n in range(200)})
    opened = []
    whole = zipfile.ZipFile

    def counting(file: Path) -> zipfile.ZipFile:
        opened.append(file)
        return whole(file)

    monkeypatch.setattr("index.intake.open_zips.zipfile.ZipFile", counting)
    found = find_sources([path], Diagnostics())
    assert [source.read_text() for source in found] == [TEXT] * 200
    assert opened == [path]


def test_a_zip_that_is_written_anew_is_opened_anew(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"报/01.txt": TEXT.encode()})
    (source,) = find_sources([path], Diagnostics())
    assert source.read_text() == TEXT
    path.unlink()
    zipped(path, {"报/01.txt": (TEXT * 2).encode()})
    (source,) = find_sources([path], Diagnostics())
    assert source.read_text() == TEXT * 2


def test_names_in_a_zip_packed_on_a_mac_are_in_utf_8_though_it_does_not_say_so(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"XXX1.txt": TEXT.encode(), "__MACOSX/._01.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"XXX1.txt", "报1.txt".encode()))
    assert [source.path for source in find_sources([path], Diagnostics())] == [path / "报1.txt"]


@pytest.mark.parametrize("name", ["~$01.txt", "._01.txt", ".01.txt.swp"])
def test_what_editors_leave_beside_pages_is_left_alone(tmp_path: Path, name: str):
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    assert [source.path for source in find_sources([tmp_path], Diagnostics())] == [tmp_path / "01.txt"]


def test_what_is_no_file_is_left_alone_by_what_it_is_and_the_rest_is_found(tmp_path: Path):
    os.mkfifo(tmp_path / "02.txt")
    (tmp_path / "03.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "01.txt").write_text(TEXT, encoding="utf-8")
    diagnostics = Diagnostics()
    assert [source.path for source in find_sources([tmp_path], diagnostics)] == [tmp_path / "01.txt"]
    (warning,) = diagnostics.warnings
    assert ".txt (a link to nothing), .txt (a pipe)" in warning


def test_archives_that_are_not_opened_are_named_with_the_cure(tmp_path: Path):
    zipped(
        tmp_path / "a.zip", {"01.txt": TEXT.encode(), "b.zip": zipped_bytes({"02.txt": b"x"}), "c.7z": b"7z"}
    )
    (tmp_path / "d.rar").write_bytes(b"Rar!")
    diagnostics = Diagnostics()
    (source,) = find_sources([tmp_path], diagnostics)
    assert source.path == tmp_path / "a.zip/01.txt"
    assert diagnostics.warnings == [
        f"{tmp_path}/a.zip/b.zip: left alone: a zip in a zip; unpack it to add what it holds",
        f"{tmp_path}/a.zip/c.7z: left alone: a 7z archive; unpack it to add what it holds",
        f"{tmp_path}/d.rar: left alone: a RAR archive; unpack it to add what it holds",
    ]
    assert find_sources([tmp_path / "d.rar"], diagnostics) == []
    assert (
        str(diagnostics.refused[-1]) == f"{tmp_path}/d.rar: is a RAR archive; unpack it to add what it holds"
    )


def test_a_pipe_a_dead_link_and_a_picture_given_by_name_are_refused_by_what_they_are(tmp_path: Path):
    os.mkfifo(tmp_path / "01.txt")
    (tmp_path / "02.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "03.png").write_bytes(b"\x89PNG")
    diagnostics = Diagnostics()
    assert find_sources([tmp_path / name for name in ("01.txt", "02.txt", "03.png")], diagnostics) == []
    messages = [str(each).partition(": ")[2] for each in diagnostics.refused]
    assert messages[0] == "is a pipe"
    assert messages[1] == "cannot be read: No such file or directory"
    assert messages[2].startswith("is neither a page (.txt) nor articles (.jsonl)")


def test_a_folder_named_in_gbk_is_walked_and_its_name_can_be_shown(tmp_path: Path):
    folder = os.fsencode(tmp_path) + b"/" + "某报".encode("gbk")
    named = Path(os.fsdecode(folder))
    named.mkdir()
    (named / "01.txt").write_bytes(TEXT.encode())
    (source,) = find_sources([tmp_path], Diagnostics())
    assert source.read_text() == TEXT
    source.name.encode()


def test_listing_a_zip_of_thousands_of_pages_reads_its_names_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = zipped(tmp_path / "a.zip", {f"报/2024-05-{n % 28 + 1:02}/{n:04}.txt": b"x" for n in range(4_000)})
    named = []
    whole = open_zips.member_path

    def counting(info: zipfile.ZipInfo) -> tuple[str, ...]:
        named.append(info)
        return whole(info)

    monkeypatch.setattr(open_zips, "member_path", counting)
    found = find_sources([path], Diagnostics())
    assert [source.read_bytes() for source in found] == [b"x"] * 4_000
    assert len(named) == 4_000


def test_a_page_of_a_format_lies_beside_a_jsonl_of_another_name(tmp_path: Path):
    (tmp_path / "01.docx").write_bytes(docx())
    (tmp_path / "notes.jsonl").write_text("{}")
    diagnostics = Diagnostics()
    assert [source.path.name for source in find_sources([tmp_path], diagnostics)] == ["01.docx"]
    assert diagnostics.warnings == [
        f"{tmp_path}/notes.jsonl: left alone; give it by name to add its articles"
    ]
    assert is_offered(["notes.jsonl", "01.docx", "a.css", "b.zip", "~$01.docx"]) == ["01.docx", "b.zip"]
    assert is_offered(["A01.jsonl", "A01.txt", "A02.jsonl"]) == ["A01.jsonl", "A01.txt"]
