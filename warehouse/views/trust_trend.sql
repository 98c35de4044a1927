-- after: settings, trust_index
-- Where trust is going. Grain: brand × dimension × week. A week is read on its last day that has an index row.

CREATE VIEW trust_trend AS
WITH days AS (
    FROM trust_index
),
weeks AS (
    SELECT
        CAST(date_trunc('week', day) AS DATE) AS week,
        brand_id,
        dimension,
        any_value(level) AS level,
        max(day) AS read_on,
        arg_max_null(trust, day) AS trust,
        arg_max(n_stories, day) AS n_stories,
        CAST(sum(n_new_stories) AS BIGINT) AS n_new_stories
    FROM days
    GROUP BY ALL
),
final AS (
    SELECT
        this.*,
        before.trust AS trust_before,
        this.trust - before.trust AS change,
        CASE
            WHEN this.trust IS NULL OR before.trust IS NULL THEN 'unknown'
            WHEN this.trust - before.trust >= trust_step() THEN 'up'
            WHEN this.trust - before.trust <= -trust_step() THEN 'down'
            ELSE 'flat'
        END AS direction
    FROM weeks AS this
    LEFT JOIN weeks AS before
        ON before.brand_id = this.brand_id AND before.dimension = this.dimension AND before.week = this.week - 7
)
SELECT * FROM final;
COMMENT ON VIEW trust_trend IS 'Trust per brand, dimension and week, with the change against the week before.';
COMMENT ON COLUMN trust_trend.week IS 'Monday of the week.';
COMMENT ON COLUMN trust_trend.brand_id IS 'Brand.';
COMMENT ON COLUMN trust_trend.dimension IS 'Trust dimension, roll-up or overall.';
COMMENT ON COLUMN trust_trend.level IS 'dimension, roll_up or overall.';
COMMENT ON COLUMN trust_trend.read_on IS 'Day whose index stands for the week.';
COMMENT ON COLUMN trust_trend.trust IS 'Index on that day; NULL below the floor of stories.';
COMMENT ON COLUMN trust_trend.n_stories IS 'Stories in the index window of that day.';
COMMENT ON COLUMN trust_trend.n_new_stories IS 'Stories told in the week.';
COMMENT ON COLUMN trust_trend.trust_before IS 'Index of the week before.';
COMMENT ON COLUMN trust_trend.change IS 'Difference of the two; NULL when one is missing.';
COMMENT ON COLUMN trust_trend.direction IS 'up, down, flat (change below 0.05) or unknown.';
