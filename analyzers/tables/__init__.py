"""The tables of folding, and the script ``make.py`` that writes them: see README.md beside it."""
