"""Other forms of what was typed: synonyms and numerals."""
