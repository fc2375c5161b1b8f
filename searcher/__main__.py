"""``python -m searcher``: the command, where its script is not on the path."""

from searcher.start import main

main()
