"""What can be wrong with one input: each error is one recorded reason, and the run goes on without that input."""


class ExtractionError(Exception):
    """An input that cannot become facts. ``reason`` is a short code for counting, the message is for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class FeedError(ExtractionError):
    """Bytes that are not a feed, or a feed without a single usable item."""


class PageError(ExtractionError):
    """Bytes that are not an article."""
