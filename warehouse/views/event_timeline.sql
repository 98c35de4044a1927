-- after: settings, documents_asof
-- What happened around a brand. Grain: brand × type × status × day, however many stories report it.
-- An event without a date in the text stands on the day it was first told.

CREATE MACRO event_timeline_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH pages AS (
    FROM documents_asof(at_ts, recorded_by)
),
reports AS (
    FROM events
),
told AS (
    SELECT
        report.*,
        coalesce(report.event_date, utc_day(page.told_at)) AS day,
        page.story_id,
        page.url,
        page.published_at,
        page.available_at
    FROM reports AS report
    INNER JOIN pages AS page USING (annotation_id)
),
final AS (
    SELECT
        brand_id,
        day,
        bool_or(event_date IS NOT NULL) AS is_dated,
        arg_min(date_precision, (available_at, event_id)) AS date_precision,
        type,
        status,
        arg_min(actor, (available_at, event_id)) AS actor,
        max(confidence) AS confidence,
        count(DISTINCT story_id) AS n_stories,
        count(DISTINCT doc_id) AS n_pages,
        min(available_at) AS first_seen_at,
        max(available_at) AS last_seen_at,
        arg_min(event_id, (available_at, event_id)) AS event_id,
        arg_min(doc_id, (available_at, event_id)) AS doc_id,
        arg_min(story_id, (available_at, event_id)) AS story_id,
        arg_min(quote, (available_at, event_id)) AS quote,
        arg_min(url, (available_at, event_id)) AS url,
        arg_min(published_at, (available_at, event_id)) AS published_at,
        min(available_at) AS available_at
    FROM told
    GROUP BY brand_id, day, type, status
)
SELECT * FROM final;
COMMENT ON MACRO TABLE event_timeline_asof IS 'event_timeline as it could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW event_timeline AS
WITH final AS (
    FROM event_timeline_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW event_timeline IS 'Events per brand, type, status and day, with the first telling as evidence.';
COMMENT ON COLUMN event_timeline.brand_id IS 'Brand.';
COMMENT ON COLUMN event_timeline.day IS 'Date of the event; the day it was first told when the text gives none.';
COMMENT ON COLUMN event_timeline.is_dated IS 'Whether a text gives the date.';
COMMENT ON COLUMN event_timeline.date_precision IS 'day, month, quarter, half or year.';
COMMENT ON COLUMN event_timeline.type IS 'Event type.';
COMMENT ON COLUMN event_timeline.status IS 'planned, ongoing, done, claimed, denied or cancelled.';
COMMENT ON COLUMN event_timeline.actor IS 'Who acts, by the first telling.';
COMMENT ON COLUMN event_timeline.confidence IS 'Highest confidence of a report.';
COMMENT ON COLUMN event_timeline.n_stories IS 'Independent stories that report it.';
COMMENT ON COLUMN event_timeline.n_pages IS 'Pages that report it, copies included.';
COMMENT ON COLUMN event_timeline.first_seen_at IS 'From when the first report could have been known.';
COMMENT ON COLUMN event_timeline.last_seen_at IS 'The same of the last report.';
COMMENT ON COLUMN event_timeline.event_id IS 'First report, of the events table.';
COMMENT ON COLUMN event_timeline.doc_id IS 'Its page.';
COMMENT ON COLUMN event_timeline.story_id IS 'Its story.';
COMMENT ON COLUMN event_timeline.quote IS 'Its words.';
COMMENT ON COLUMN event_timeline.url IS 'Address of its page.';
COMMENT ON COLUMN event_timeline.published_at IS 'When its page says it was published.';
COMMENT ON COLUMN event_timeline.available_at IS 'From when it could have been known.';
