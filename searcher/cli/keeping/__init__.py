"""The commands that fill an archive, correct it and look after it."""
