"""Where the contract of a backend is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from index.location import Location

NewPlace: TypeAlias = Callable[[], Location]
"""A place where no archive is."""
