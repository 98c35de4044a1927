-- after: settings, trust_index
-- Trust of every brand on a day beside the day before the period. Grain: one configured brand with stories.

CREATE MACRO digest_trust(on_date, n_days) AS TABLE
WITH configured AS (
    FROM brands
),
index_days AS (
    FROM trust_asof(day_end(on_date))
    WHERE dimension = 'overall'
),
today AS (
    FROM index_days
    WHERE day = CAST(on_date AS DATE)
),
before AS (
    FROM index_days
    WHERE day = CAST(on_date AS DATE) - CAST(n_days AS INTEGER)
),
fresh AS (
    SELECT brand_id, CAST(sum(n_new_stories) AS BIGINT) AS n_new_stories
    FROM index_days
    WHERE day > CAST(on_date AS DATE) - CAST(n_days AS INTEGER)
    GROUP BY brand_id
),
final AS (
    SELECT
        configured.brand_id,
        configured.name_en,
        configured.name_zh,
        configured.tier,
        today.trust,
        today.band_low,
        today.band_high,
        before.trust AS trust_before,
        today.trust - before.trust AS change,
        today.n_stories,
        fresh.n_new_stories,
        today.n_copies
    FROM today
    INNER JOIN configured USING (brand_id)
    LEFT JOIN before USING (brand_id)
    LEFT JOIN fresh USING (brand_id)
)
SELECT * FROM final ORDER BY tier = 'tracked' DESC, abs(change) DESC NULLS LAST, n_stories DESC, brand_id;
COMMENT ON MACRO TABLE digest_trust IS 'Overall trust per brand at the end of a day, with the change over the period of n_days that ends with it.';
