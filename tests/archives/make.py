"""Make: here is the founding page, keep an archive of it as today's searcher writes it.

    python -m tests.archives.make

Run it once when FORMAT, in index/backends/embedded/disk/archive_folder.py, has been raised, before that
version is released, and commit the new zip. The zips of older formats are never made again: they are what
users have.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import searcher
from index.backends.embedded.disk.archive_folder import FORMAT
from index.backends.embedded.disk.write_lock import LOCK
from tests.strategies import article

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"


def fill(archive: searcher.Archive) -> None:
    """The founding page; an issue that was replaced, and one that was dropped, beside it."""
    archive.add(SEEDS)
    for version in ("春天", "夏天"):
        archive.add_articles(
            article(n, day="2023-09-22", headline=f"第{n}篇，{version}") for n in range(1, 4)
        )
    archive.add_articles([article(1, day="2023-09-23", headline="冬天")])
    archive.drop(article(day="2023-09-23").date)


def main() -> None:
    target = HERE / f"format-{FORMAT}.zip"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        with searcher.open(path, create=True) as archive:
            fill(archive)
        with ZipFile(target, "x", ZIP_DEFLATED) as packed:
            for file in sorted(path.rglob("*.*")):
                if file.name != LOCK:
                    packed.write(file, file.relative_to(path))


if __name__ == "__main__":
    main()
