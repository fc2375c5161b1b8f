"""Upkeep of an archive: verify, repair, upgrade, backup and restore."""
