"""Steps of the daily job that go wrong quietly if nobody looks."""

from datetime import UTC, datetime

from flows.archive import Damage
from flows.ingest import Ingested
from flows.steps import feed_batch


def test_a_damaged_archive_is_recorded_also_when_no_feed_came() -> None:
    written_at = datetime(2025, 9, 6, tzinfo=UTC)
    batch = feed_batch(Ingested(), [Damage("2025-09-06.warc.gz", written_at, 337, "torn")], "run-1")
    (reject,) = batch.rejects
    assert (reject.what, reject.place, reject.reason, reject.at) == (
        "archive",
        "2025-09-06.warc.gz@337",
        "torn",
        written_at,
    )
