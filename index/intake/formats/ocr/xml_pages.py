"""Pages in XML, whose names do not tell what they are: ALTO, PAGE-XML, METS and hOCR, by the root element."""

from __future__ import annotations

from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, ReadBeside
from index.intake.formats.ocr import mets
from index.intake.formats.ocr.hocr import Hocr, is_hocr
from index.intake.formats.ocr.ocr_page import contents_of_ocr
from index.intake.formats.safe_xml import parse_xml, root_name
from index.messages import tr


class XmlPages:
    """Files that end in .xml and hold pages."""

    name = "ALTO, PAGE-XML or METS"

    def supports(self, path: Path) -> bool:
        """Whether the path ends in .xml."""
        return path.suffix.lower() == ".xml"

    def read(self, raw: bytes, path: Path, beside: ReadBeside) -> FileContents:
        """Return the pages, in order; IssueFormatError as ``Format.read``, and for other XML."""
        if root_name(raw) == "html" and is_hocr(raw):
            return Hocr().read(raw, path, beside)
        warnings: list[str] = []
        root = parse_xml(raw, path, warnings)
        if root.name == mets.ROOT:
            pages = mets.mets_pages(root, path, beside, warnings)
        elif root.name in mets.READERS:
            pages = mets.READERS[root.name](root, path)
        else:
            raise IssueFormatError(
                str(path),
                tr(
                    "is XML of another kind (<{name}>); pages are ALTO, PAGE-XML, METS or hOCR",
                    name=root.name[:40],
                ),
            )
        return contents_of_ocr(pages, path, warnings)

    def lists(self, path: Path) -> bool:
        """Whether a file of this path may list others: any may be a METS."""
        return self.supports(path)

    def listed(self, raw: bytes, path: Path) -> list[str]:
        """The names, from the folder of ``path``, of the pages that a METS lists; none for other files.

        They are read with it, and must not be read a second time by themselves.
        """
        if root_name(raw) != mets.ROOT:
            return []
        return mets.listed_files(parse_xml(raw, path, []))

    def is_part_of_page(self, path: Path) -> bool:  # noqa: ARG002 - whatever it is called
        """No file is less than a page."""
        return False
