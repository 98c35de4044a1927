"""Everything this room can refuse, so that a caller catches one type."""

from __future__ import annotations


class ModelError(ValueError):
    """Base of the room's errors; the message names the file and place."""


class MarkupError(ModelError):
    """A line of marked-up sentences that cannot be read."""


class QueryError(ModelError):
    """A query whose targets do not lie in its text."""


class WeightsError(ModelError):
    """A weights file that is missing, incomplete or does not fit its description."""
