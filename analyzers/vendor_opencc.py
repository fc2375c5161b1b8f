"""The script that writes ``opencc_ts_characters.tsv`` from the sdist of OpenCC.

Run ``python analyzers/vendor_opencc.py OPENCC-1.4.2/data/dictionary/TSCharacters.txt`` (``pip download
--no-deps --no-binary :all: opencc==1.4.2`` fetches the sdist). Each line is a traditional character, a tab,
and the first of OpenCC's simplified candidates; characters that stay as they are are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

TABLE = Path(__file__).with_name("opencc_ts_characters.tsv")


def main() -> None:
    """Write the table from the dictionary that the first argument names."""
    pairs = []
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        traditional, _, candidates = line.partition("\t")
        first = candidates.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first:
            pairs.append((traditional, first))
    TABLE.write_text("".join(f"{a}\t{b}\n" for a, b in sorted(pairs)), encoding="utf-8")


if __name__ == "__main__":
    main()
