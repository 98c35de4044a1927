"""Printed times to aware times: one place decides what a time without a zone means."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil import parser as dateutil_parser

_ZONE = re.compile(r"(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|\b[ECMP][SD]T)\s*(?:\([^)]*\))?$", re.IGNORECASE)
_ZONES = {"EST": -18000, "EDT": -14400, "CST": -21600, "CDT": -18000, "MST": -25200, "PST": -28800, "PDT": -25200}


def has_zone(printed: str) -> bool:
    """Whether a printed time names its zone."""
    return bool(_ZONE.search(printed.strip()))


def read_time(printed: str, timezone: str) -> datetime | None:
    """The aware time that ``printed`` states; without a zone it is local to ``timezone`` (an IANA name).

    ``None`` when there is no full date in it: a missing year, month or day is never filled in.
    """
    printed = printed.strip()
    if not re.search(r"\d{4}", printed) or len(printed) > 64:
        return None
    try:
        first = dateutil_parser.parse(printed, tzinfos=_ZONES, default=datetime(1, 1, 1))  # noqa: DTZ001
        second = dateutil_parser.parse(printed, tzinfos=_ZONES, default=datetime(2, 2, 2))  # noqa: DTZ001
    except (ValueError, OverflowError):
        return None
    if first.date() != second.date():
        return None
    return first if first.tzinfo else first.replace(tzinfo=ZoneInfo(timezone))
