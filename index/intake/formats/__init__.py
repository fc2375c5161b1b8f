"""The formats of files, one module for each, and which of them reads a file.

Other distributions bring formats of their own by the entry point group ``searcher.formats``: each names a
``Format``, or a class or function that makes one without arguments. They are asked after those that are
here, and loaded only where files are looked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.formats.base import Format
from index.messages import tr

GROUP = "searcher.formats"
# Where each is; its module is loaded with the first file that is looked for.
_FORMATS = (
    "index.intake.formats.digital_paper:DigitalPaper",
    "index.intake.formats.docx:Docx",
    "index.intake.formats.pdf:Pdf",
    "index.intake.formats.ocr.hocr:Hocr",
    "index.intake.formats.ocr.xml_pages:XmlPages",
)


@cache
def formats() -> tuple[Format, ...]:
    """All formats, in the order in which they are asked; IssueFormatError for one that cannot be loaded."""
    from importlib.metadata import entry_points

    found: list[Format] = []
    for place in _FORMATS:
        module, _, name = place.partition(":")
        found.append(getattr(import_module(module), name)())
    for entry in entry_points(group=GROUP):
        try:
            made = entry.load()
            found.append(made if not isinstance(made, type) and hasattr(made, "supports") else made())
        except Exception as exc:
            # Another's code may raise anything; the files that it would read are not to be left alone
            # silently.
            raise IssueFormatError(
                f"{GROUP}: {entry.name}",
                tr("cannot be loaded from {value}: {exc}; upgrade or remove it", value=entry.value, exc=exc),
            ) from exc
    return tuple(found)


def format_of(path: Path) -> Format | None:
    """The format that reads files of this path, or None. ``.gz`` is left aside."""
    bare = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return next((each for each in formats() if each.supports(bare)), None)
