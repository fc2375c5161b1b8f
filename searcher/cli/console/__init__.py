"""The terminal that a command speaks to: its screen, pager and editor, and the last list on it."""
