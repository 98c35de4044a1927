-- after: settings, promise_ledger
-- Promises a reader should look at. Grain: promise. news: passed (its deadline fell in the period), new (first told in
-- the period) or due (open, and the deadline is at most 30 days away).

CREATE MACRO digest_promises(on_date, n_days) AS TABLE
WITH promises AS (
    FROM promise_ledger(on_date)
),
spans AS (
    SELECT commitment_id, span_start, span_end FROM commitments
),
titles AS (
    SELECT doc_id, title FROM documents
),
final AS (
    SELECT
        CASE
            WHEN promise.state = 'passed' AND promise.days_left >= -CAST(n_days AS INTEGER) THEN 'passed'
            WHEN promise.first_seen_at > day_end(CAST(on_date AS DATE) - CAST(n_days AS INTEGER)) THEN 'new'
            WHEN promise.state = 'open' AND promise.days_left <= 30 THEN 'due'
        END AS news,
        promise.*,
        titles.title,
        spans.span_start,
        spans.span_end
    FROM promises AS promise
    INNER JOIN spans USING (commitment_id)
    INNER JOIN titles USING (doc_id)
    WHERE news IS NOT NULL
)
SELECT * FROM final ORDER BY news = 'passed' DESC, news = 'due' DESC, deadline NULLS LAST, brand_id, commitment_id;
COMMENT ON MACRO TABLE digest_promises IS 'Promises that passed, were first told or come due around the period of n_days that ends with a day.';
