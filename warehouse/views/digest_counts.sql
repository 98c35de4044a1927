-- after: settings, documents_asof
-- What the period covered and what it left out. Grain: count by topic and detail.

CREATE MACRO digest_counts(on_date, n_days) AS TABLE
WITH period AS (
    SELECT day_end(CAST(on_date AS DATE) - CAST(n_days AS INTEGER)) AS after, day_end(on_date) AS until
),
pages AS (
    SELECT page.*
    FROM documents_asof(day_end(on_date), 'infinity') AS page
    INNER JOIN period ON page.available_at > period.after
),
refused AS (
    SELECT rejects.*
    FROM rejects
    INNER JOIN period ON rejects.rejected_at > period.after AND rejects.rejected_at <= period.until
),
responses AS (
    SELECT fetches.*
    FROM fetches
    INNER JOIN period ON fetches.fetched_at > period.after AND fetches.fetched_at <= period.until
),
final AS (
    SELECT 'pages' AS topic, NULL AS detail, count(*) AS n FROM pages
    UNION ALL SELECT 'stories', NULL, count(DISTINCT story_id) FROM pages
    UNION ALL SELECT 'copies', role, count(*) FROM pages WHERE role <> 'origin' GROUP BY role
    UNION ALL SELECT 'annotated', NULL, count(*) FROM pages WHERE annotation_id IS NOT NULL AND skipped IS NULL
    UNION ALL SELECT 'waiting', NULL, count(*) FROM pages WHERE annotation_id IS NULL AND status = 'ok'
    UNION ALL SELECT 'skipped', skipped, count(*) FROM pages WHERE skipped IS NOT NULL GROUP BY skipped
    UNION ALL SELECT 'not_whole', status, count(*) FROM pages WHERE status <> 'ok' GROUP BY status
    UNION ALL SELECT 'rejected', what || ': ' || reason, count(*) FROM refused GROUP BY what, reason
    UNION ALL SELECT 'fetched', kind || ' ' || outcome, count(*) FROM responses GROUP BY kind, outcome
)
SELECT * FROM final WHERE n > 0 ORDER BY topic, n DESC, detail;
COMMENT ON MACRO TABLE digest_counts IS 'Counts of pages, stories, copies, skipped and rejected things in the period of n_days that ends with a day.';
