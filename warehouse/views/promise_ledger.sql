-- after: settings, documents_asof
-- What was promised, by when. Grain: promise (brand, what or metric, number, deadline), however many stories tell it.

CREATE MACRO promise_ledger(on_date, recorded_by := 'infinity') AS TABLE
WITH pages AS (
    FROM documents_asof(day_end(on_date), recorded_by)
),
promises AS (
    FROM commitments
),
told AS (
    SELECT
        promise.*,
        coalesce(promise.metric, lower(trim(promise.what))) AS promised,
        page.story_id,
        page.url,
        page.published_at,
        page.available_at
    FROM promises AS promise
    INNER JOIN pages AS page USING (annotation_id)
),
merged AS (
    SELECT
        brand_id,
        arg_min(what, (available_at, commitment_id)) AS what,
        any_value(metric) AS metric,
        target_value,
        unit,
        deadline,
        arg_min(deadline_precision, (available_at, commitment_id)) AS deadline_precision,
        arg_min(strength, (available_at, commitment_id)) AS strength,
        count(DISTINCT story_id) AS n_stories,
        min(available_at) AS first_seen_at,
        max(available_at) AS last_seen_at,
        arg_min(commitment_id, (available_at, commitment_id)) AS commitment_id,
        arg_min(doc_id, (available_at, commitment_id)) AS doc_id,
        arg_min(story_id, (available_at, commitment_id)) AS story_id,
        arg_min(quote, (available_at, commitment_id)) AS quote,
        arg_min(url, (available_at, commitment_id)) AS url,
        arg_min(published_at, (available_at, commitment_id)) AS published_at,
        min(available_at) AS available_at
    FROM told
    GROUP BY brand_id, promised, target_value, unit, deadline
),
final AS (
    SELECT
        *,
        CASE
            WHEN deadline IS NULL THEN 'undated'
            WHEN deadline < CAST(on_date AS DATE) THEN 'passed'
            ELSE 'open'
        END AS state,
        deadline - CAST(on_date AS DATE) AS days_left
    FROM merged
)
SELECT * FROM final;
COMMENT ON MACRO TABLE promise_ledger IS 'Promises known at the end of a day: passed, open or undated on that day, with the first telling as evidence.';
