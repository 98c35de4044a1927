-- after: settings, documents_asof
-- What a story says of a brand. Grain: story × brand × dimension × voice.
-- A story counts once: only the page that speaks for it is read, its copies are counted.

CREATE MACRO story_brand_sentiment_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH pages AS (
    FROM documents_asof(at_ts, recorded_by)
    WHERE speaks
),
judgements AS (
    SELECT
        annotation_id,
        brand_id,
        name AS dimension,
        voice,
        relevance,
        greatest(relevance, 1) AS weight,
        score,
        available_at
    FROM signals
    WHERE family = 'sentiment' AND score IS NOT NULL AND available_at <= CAST(at_ts AS TIMESTAMPTZ)
),
final AS (
    SELECT
        page.story_id,
        judgement.brand_id,
        judgement.dimension,
        judgement.voice,
        CAST(sum(exact(judgement.weight * judgement.score)) AS DOUBLE) / sum(judgement.weight) AS score,
        count(*) AS n_sentences,
        sum(judgement.weight) AS weight,
        max(judgement.relevance) AS relevance,
        any_value(page.doc_id) AS origin_doc_id,
        any_value(page.n_copies) AS n_copies,
        any_value(page.told_at) AS told_at,
        min(judgement.available_at) AS available_at
    FROM pages AS page
    INNER JOIN judgements AS judgement USING (annotation_id)
    GROUP BY page.story_id, judgement.brand_id, judgement.dimension, judgement.voice
)
SELECT * FROM final;
COMMENT ON MACRO TABLE story_brand_sentiment_asof IS 'story_brand_sentiment as it could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW story_brand_sentiment AS
WITH final AS (
    FROM story_brand_sentiment_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW story_brand_sentiment IS 'What a story says of a brand, per trust dimension and voice; copies are counted, not read.';
COMMENT ON COLUMN story_brand_sentiment.story_id IS 'Story.';
COMMENT ON COLUMN story_brand_sentiment.brand_id IS 'Brand the sentences speak of.';
COMMENT ON COLUMN story_brand_sentiment.dimension IS 'Trust dimension.';
COMMENT ON COLUMN story_brand_sentiment.voice IS 'Who speaks.';
COMMENT ON COLUMN story_brand_sentiment.score IS 'Mean of the sentence scores weighted by relevance, -1 to 1.';
COMMENT ON COLUMN story_brand_sentiment.n_sentences IS 'Judged sentences.';
COMMENT ON COLUMN story_brand_sentiment.weight IS 'Sum of the sentences'' relevance, at least 1 each.';
COMMENT ON COLUMN story_brand_sentiment.relevance IS 'Highest relevance of a sentence, 0 to 100.';
COMMENT ON COLUMN story_brand_sentiment.origin_doc_id IS 'Page that speaks for the story.';
COMMENT ON COLUMN story_brand_sentiment.n_copies IS 'Other pages that tell the story.';
COMMENT ON COLUMN story_brand_sentiment.told_at IS 'When the story was published, or seen when that is unknown.';
COMMENT ON COLUMN story_brand_sentiment.available_at IS 'From when the row could have been known.';
