-- after: settings
-- Whether each source still delivers. Grain: one source, configured or captured. Nothing is filled in: a source without
-- captures says so.

CREATE MACRO feed_health_asof(at_ts) AS TABLE
WITH configured AS (
    FROM sources
),
captures AS (
    FROM fetches
    WHERE kind = 'feed' AND source IS NOT NULL AND fetched_at <= CAST(at_ts AS TIMESTAMPTZ)
),
printed AS (
    SELECT source, entry_id, min(fetched_at) AS first_printed_at, max(published_at) AS newest_item_at
    FROM feed_entries
    WHERE fetched_at <= CAST(at_ts AS TIMESTAMPTZ)
    GROUP BY source, entry_id
),
successes AS (
    SELECT
        source,
        max(fetched_at) AS last_success_at,
        avg(entries) AS items_per_capture,
        arg_max(entries, fetched_at) AS last_items,
        -- a rate needs a day at least; what came with the first capture is older than the watch and not counted
        greatest(1, least(7, date_diff('hour', min(fetched_at), max(fetched_at)) / 24)) AS watched_days,
        min(fetched_at) AS first_success_at
    FROM captures
    WHERE outcome <> 'failed'
    GROUP BY source
),
items AS (
    SELECT
        success.source,
        max(printed.newest_item_at) AS newest_item_at,
        CASE
            WHEN success.last_success_at - success.first_success_at >= INTERVAL 1 DAY THEN count(printed.entry_id) FILTER (
                printed.first_printed_at > success.first_success_at
                AND printed.first_printed_at > success.last_success_at - INTERVAL 7 DAY
            ) / success.watched_days
        END AS items_per_day
    FROM successes AS success
    LEFT JOIN printed USING (source)
    GROUP BY success.source, success.last_success_at, success.first_success_at, success.watched_days
),
counted AS (
    SELECT
        capture.source,
        count(*) AS n_captures,
        max(capture.fetched_at) AS last_capture_at,
        count(*) FILTER (
            capture.outcome = 'failed' AND capture.fetched_at > coalesce(success.last_success_at, '-infinity')
        ) AS consecutive_failures,
        arg_max(capture.reason, capture.fetched_at) FILTER (capture.outcome = 'failed') AS last_failure_reason
    FROM captures AS capture
    LEFT JOIN successes AS success USING (source)
    GROUP BY capture.source
),
joined AS (
    SELECT
        coalesce(configured.source, counted.source) AS source,
        coalesce(configured.enabled, true) AS is_enabled,
        counted.last_capture_at,
        success.last_success_at,
        coalesce(counted.consecutive_failures, 0) AS consecutive_failures,
        coalesce(counted.n_captures, 0) AS n_captures,
        success.items_per_capture,
        success.last_items,
        items.items_per_day,
        items.newest_item_at,
        coalesce(success.last_items = 0, false)
        OR coalesce(items.items_per_day < configured.min_items_per_day, false) AS is_silent,
        configured.disabled_reason,
        configured.min_items_per_day,
        configured.max_items_per_day,
        counted.last_failure_reason
    FROM configured
    FULL JOIN counted USING (source)
    LEFT JOIN successes AS success ON success.source = coalesce(configured.source, counted.source)
    LEFT JOIN items ON items.source = coalesce(configured.source, counted.source)
),
final AS (
    SELECT
        source,
        CASE
            WHEN NOT is_enabled THEN 'disabled'
            WHEN n_captures = 0 THEN 'never_captured'
            WHEN consecutive_failures > 0 THEN 'failing'
            WHEN is_silent THEN 'silent'
            WHEN items_per_day > max_items_per_day THEN 'flooding'
            ELSE 'ok'
        END AS health,
        last_capture_at,
        last_success_at,
        consecutive_failures,
        n_captures,
        items_per_capture,
        last_items,
        items_per_day,
        newest_item_at,
        is_silent,
        CASE health
            WHEN 'disabled' THEN coalesce(disabled_reason, 'disabled in configs')
            WHEN 'never_captured' THEN 'no capture recorded'
            WHEN 'failing' THEN coalesce(last_failure_reason, 'no reason recorded')
            WHEN 'silent' THEN CASE
                WHEN last_items = 0 THEN 'the last capture that was read held no items'
                ELSE format('{:.1f} new items a day, expected at least {}', items_per_day, min_items_per_day)
            END
            WHEN 'flooding'
                THEN format('{:.1f} new items a day, expected at most {}', items_per_day, max_items_per_day)
        END AS reason
    FROM joined
)
SELECT * FROM final;
COMMENT ON MACRO TABLE feed_health_asof IS 'feed_health by the captures made until at_ts.';

CREATE VIEW feed_health AS
WITH final AS (
    FROM feed_health_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW feed_health IS 'Whether each source still delivers, and why not.';
COMMENT ON COLUMN feed_health.source IS 'Source id.';
COMMENT ON COLUMN feed_health.health IS 'ok, failing, silent (nothing or too little comes), flooding (too much comes), never_captured or disabled.';
COMMENT ON COLUMN feed_health.last_capture_at IS 'Last attempt.';
COMMENT ON COLUMN feed_health.last_success_at IS 'Last attempt that did not fail; not_modified counts.';
COMMENT ON COLUMN feed_health.consecutive_failures IS 'Failures since then.';
COMMENT ON COLUMN feed_health.n_captures IS 'All attempts.';
COMMENT ON COLUMN feed_health.items_per_capture IS 'Mean items of the captures that were read.';
COMMENT ON COLUMN feed_health.last_items IS 'Items of the last capture that was read.';
COMMENT ON COLUMN feed_health.items_per_day IS 'New items a day over the last 7 watched days; NULL before a whole day was watched.';
COMMENT ON COLUMN feed_health.newest_item_at IS 'Newest printed time of an item.';
COMMENT ON COLUMN feed_health.is_silent IS 'Whether the last capture that was read was empty, or fewer new items came than configured.';
COMMENT ON COLUMN feed_health.reason IS 'What is wrong; NULL when nothing is.';
