-- after: settings, story_brand_sentiment
-- How a brand is spoken of. Grain: brand × dimension × day.
-- Mean of story scores over the trailing window, each story weighted by its relevance / 100, pulled toward 0 by a
-- prior of fixed weight, so that few stories cannot make an extreme. The band is 1.96 standard errors of that mean
-- (normal approximation, prior spread included). NULL below the floor of stories; the row stays, with its counts.

CREATE MACRO trust_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH sentiment AS (
    SELECT *, utc_day(told_at) AS told_day
    FROM story_brand_sentiment_asof(at_ts, recorded_by)
    WHERE dimension <> 'none'
),
roll_ups AS (
    FROM trust_dimensions
),
last_day AS (
    -- asked for a moment, the index runs up to it; asked for all, up to the last story
    SELECT
        CASE
            WHEN isfinite(CAST(at_ts AS TIMESTAMPTZ)) THEN utc_day(CAST(at_ts AS TIMESTAMPTZ)) ELSE last_told
        END AS last_day
    FROM (SELECT max(told_day) AS last_told FROM sentiment)
),
levels AS (
    SELECT 'dimension' AS level, * FROM sentiment
    UNION ALL BY NAME
    SELECT 'roll_up' AS level, sentiment.* REPLACE (roll_up AS dimension)
    FROM sentiment INNER JOIN roll_ups USING (dimension)
    UNION ALL BY NAME
    SELECT 'overall' AS level, * REPLACE ('overall' AS dimension) FROM sentiment
),
stories AS (
    SELECT
        brand_id,
        level,
        dimension,
        told_day,
        story_id,
        CAST(sum(exact(weight * score)) AS DOUBLE) / CAST(sum(weight) AS DOUBLE) AS score,
        exact(greatest(max(relevance), 1) / 100) AS weight,
        any_value(n_copies) AS n_copies
    FROM levels
    GROUP BY brand_id, level, dimension, told_day, story_id
),
days AS (
    SELECT
        brand_id,
        level,
        dimension,
        told_day,
        count(*) AS n_stories,
        sum(n_copies) AS n_copies,
        sum(weight) AS weight,
        sum(exact(weight * score)) AS weighted_score,
        sum(exact(weight * score * score)) AS weighted_square
    FROM stories
    GROUP BY brand_id, level, dimension, told_day
),
window_days AS (
    SELECT *, unnest(range(trust_window_days())) AS age FROM days
),
windows AS (
    SELECT
        CAST(told_day + CAST(age AS INTEGER) AS DATE) AS day,
        brand_id,
        dimension,
        level,
        sum(n_stories) AS n_stories,
        sum(n_stories) FILTER (age = 0) AS n_new_stories,
        sum(n_copies) AS n_copies,
        CAST(sum(weight) AS DOUBLE) + trust_prior_weight() AS mass,
        CAST(sum(weighted_score) AS DOUBLE) / mass AS mean,
        (CAST(sum(weighted_square) AS DOUBLE) + trust_prior_weight() * trust_prior_deviation() ** 2) / mass - mean ** 2 AS variance,
        1.96 * sqrt(greatest(variance, 0) / mass) AS half_band
    FROM window_days
    CROSS JOIN last_day
    WHERE told_day + CAST(age AS INTEGER) <= last_day
    GROUP BY ALL
),
final AS (
    SELECT
        day,
        brand_id,
        dimension,
        level,
        CASE WHEN n_stories >= trust_floor() THEN mean END AS trust,
        CASE WHEN n_stories >= trust_floor() THEN greatest(mean - half_band, -1) END AS band_low,
        CASE WHEN n_stories >= trust_floor() THEN least(mean + half_band, 1) END AS band_high,
        CAST(n_stories AS BIGINT) AS n_stories,
        CAST(coalesce(n_new_stories, 0) AS BIGINT) AS n_new_stories,
        CAST(n_copies AS BIGINT) AS n_copies
    FROM windows
)
SELECT * FROM final;
COMMENT ON MACRO TABLE trust_asof IS 'trust_index as it could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW trust_index AS
WITH final AS (
    FROM trust_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW trust_index IS 'Trust in a brand per day and dimension, -1 to 1, over the configured window; NULL below the floor of stories.';
COMMENT ON COLUMN trust_index.day IS 'Last day of the window, UTC.';
COMMENT ON COLUMN trust_index.brand_id IS 'Brand.';
COMMENT ON COLUMN trust_index.dimension IS 'Trust dimension, roll-up (ability, benevolence, integrity, viability) or overall.';
COMMENT ON COLUMN trust_index.level IS 'dimension, roll_up or overall.';
COMMENT ON COLUMN trust_index.trust IS 'Mean story score pulled toward 0; NULL below the floor of stories.';
COMMENT ON COLUMN trust_index.band_low IS 'Lower end of the 95 % band.';
COMMENT ON COLUMN trust_index.band_high IS 'Upper end of the 95 % band.';
COMMENT ON COLUMN trust_index.n_stories IS 'Stories in the window.';
COMMENT ON COLUMN trust_index.n_new_stories IS 'Stories told on the day itself.';
COMMENT ON COLUMN trust_index.n_copies IS 'Copies of the stories in the window.';
