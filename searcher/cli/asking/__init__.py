"""The commands that ask an archive, and what their answers look like."""
