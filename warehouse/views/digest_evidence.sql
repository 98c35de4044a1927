-- after: settings, documents_asof
-- Sentences that move trust, from the pages that speak for their stories. Grain: brand × sentence that could first be
-- known in the period.

CREATE MACRO digest_evidence(on_date, n_days) AS TABLE
WITH pages AS (
    FROM documents_asof(day_end(on_date), 'infinity')
    WHERE speaks AND available_at > day_end(CAST(on_date AS DATE) - CAST(n_days AS INTEGER))
),
judgements AS (
    FROM signals
    WHERE family = 'sentiment' AND score IS NOT NULL AND name <> 'none'
),
sentences AS (
    FROM sentiment
),
texts AS (
    SELECT doc_id, text FROM documents
),
placed AS (
    SELECT
        judgement.brand_id,
        judgement.name AS dimension,
        judgement.voice,
        judgement.score,
        judgement.relevance,
        abs(judgement.score) * judgement.relevance AS pull,
        sentence.sentence_start AS span_start,
        sentence.sentence_end AS span_end,
        page.doc_id,
        page.story_id,
        page.url,
        page.title,
        page.published_at,
        judgement.available_at
    FROM judgements AS judgement
    INNER JOIN pages AS page USING (annotation_id)
    INNER JOIN sentences AS sentence
        ON sentence.annotation_id = judgement.annotation_id AND sentence.brand_id = judgement.brand_id
        AND judgement.span_start >= sentence.sentence_start AND judgement.span_end <= sentence.sentence_end
    -- several mentions of a brand in one sentence are one piece of evidence
    QUALIFY row_number() OVER (
        PARTITION BY judgement.brand_id, page.doc_id, sentence.sentence_start ORDER BY pull DESC, judgement.signal_id
    ) = 1
),
final AS (
    SELECT
        placed.* EXCLUDE (pull),
        substring(texts.text, placed.span_start + 1, placed.span_end - placed.span_start) AS quote,
        row_number() OVER (
            PARTITION BY placed.brand_id
            ORDER BY placed.pull DESC, placed.available_at, placed.doc_id, placed.span_start
        ) AS place
    FROM placed
    INNER JOIN texts USING (doc_id)
)
SELECT * FROM final ORDER BY brand_id, place;
COMMENT ON MACRO TABLE digest_evidence IS 'Judged sentences of the period of n_days that ends with a day, strongest first per brand (place): |score| × relevance.';
