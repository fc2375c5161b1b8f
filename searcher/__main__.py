"""``python -m searcher``: the command, where its script is not on the path."""

from searcher.cli import main

main()
