-- after: settings, documents_asof, trust_trend, debt_ledger, event_timeline
-- Every brand at a glance. Grain: one configured brand.

CREATE VIEW brand_overview AS
WITH configured AS (
    FROM brands
),
pages AS (
    FROM documents_asof('infinity', 'infinity')
),
named AS (
    FROM mentions
),
trend AS (
    FROM trust_trend
    WHERE dimension = 'overall'
),
ledger AS (
    FROM debt_ledger
    WHERE is_current AND family = 'debt'
),
timeline AS (
    FROM event_timeline
),
promises AS (
    FROM commitments
),
coverage AS (
    SELECT
        named.brand_id,
        count(DISTINCT page.story_id) AS n_stories,
        count(DISTINCT page.doc_id) AS n_pages,
        max(page.told_at) AS last_told_at
    FROM named
    INNER JOIN pages AS page USING (annotation_id)
    GROUP BY named.brand_id
),
newest_trust AS (
    SELECT brand_id, max(week) AS trust_week, arg_max_null(trust, week) AS trust, arg_max(direction, week) AS direction
    FROM trend
    GROUP BY brand_id
),
debts AS (
    SELECT brand_id, count(*) AS n_debt_kinds
    FROM ledger
    GROUP BY brand_id
),
last_events AS (
    SELECT brand_id, arg_max(type, (day, n_stories, event_id)) AS last_event, max(day) AS last_event_day
    FROM timeline
    WHERE status <> 'planned'
    GROUP BY brand_id
),
promised AS (
    SELECT
        promises.brand_id,
        count(DISTINCT (coalesce(metric, lower(trim(what))), target_value, unit, deadline)) AS n_promises
    FROM promises
    INNER JOIN pages USING (annotation_id)
    GROUP BY promises.brand_id
),
final AS (
    SELECT
        configured.brand_id,
        configured.name_en,
        configured.name_zh,
        configured.tier,
        configured.stage,
        coalesce(coverage.n_stories, 0) AS n_stories,
        coalesce(coverage.n_pages, 0) AS n_pages,
        coverage.last_told_at,
        newest_trust.trust,
        newest_trust.trust_week,
        newest_trust.direction,
        coalesce(debts.n_debt_kinds, 0) AS n_debt_kinds,
        coalesce(promised.n_promises, 0) AS n_promises,
        last_events.last_event,
        last_events.last_event_day
    FROM configured
    LEFT JOIN coverage USING (brand_id)
    LEFT JOIN newest_trust USING (brand_id)
    LEFT JOIN debts USING (brand_id)
    LEFT JOIN promised USING (brand_id)
    LEFT JOIN last_events USING (brand_id)
)
SELECT * FROM final;
COMMENT ON VIEW brand_overview IS 'Every configured brand with its coverage, trust, debts, promises and last event.';
COMMENT ON COLUMN brand_overview.brand_id IS 'Brand.';
COMMENT ON COLUMN brand_overview.name_en IS 'English name.';
COMMENT ON COLUMN brand_overview.name_zh IS 'Chinese name.';
COMMENT ON COLUMN brand_overview.tier IS 'tracked, benchmark or investor.';
COMMENT ON COLUMN brand_overview.stage IS 'Revival stage as configured.';
COMMENT ON COLUMN brand_overview.n_stories IS 'Stories that name it.';
COMMENT ON COLUMN brand_overview.n_pages IS 'Pages that name it.';
COMMENT ON COLUMN brand_overview.last_told_at IS 'When the newest of them was told.';
COMMENT ON COLUMN brand_overview.trust IS 'Overall trust of the newest week; NULL below the floor of stories.';
COMMENT ON COLUMN brand_overview.trust_week IS 'That week.';
COMMENT ON COLUMN brand_overview.direction IS 'Its direction against the week before.';
COMMENT ON COLUMN brand_overview.n_debt_kinds IS 'Kinds of debt the ledger knows.';
COMMENT ON COLUMN brand_overview.n_promises IS 'Different promises.';
COMMENT ON COLUMN brand_overview.last_event IS 'Type of its newest event that is not only planned.';
COMMENT ON COLUMN brand_overview.last_event_day IS 'Day of that event.';
