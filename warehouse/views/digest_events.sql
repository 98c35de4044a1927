-- after: settings, event_timeline
-- Events first reported in a period. Grain: as event_timeline.

CREATE MACRO digest_events(on_date, n_days) AS TABLE
WITH timeline AS (
    FROM event_timeline_asof(day_end(on_date))
    WHERE first_seen_at > day_end(CAST(on_date AS DATE) - CAST(n_days AS INTEGER))
),
spans AS (
    SELECT event_id, span_start, span_end FROM events
),
titles AS (
    SELECT doc_id, title FROM documents
),
final AS (
    SELECT timeline.*, titles.title, spans.span_start, spans.span_end
    FROM timeline
    INNER JOIN spans USING (event_id)
    INNER JOIN titles USING (doc_id)
)
SELECT * FROM final ORDER BY n_stories DESC, day DESC, brand_id, type, event_id;
COMMENT ON MACRO TABLE digest_events IS 'Events first reported in the period of n_days that ends with a day, the most told first.';
