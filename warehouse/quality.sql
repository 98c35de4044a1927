-- What must hold in a sound warehouse. Each check lists what breaks it as (place); a sound warehouse lists nothing.

-- check: span_is_quote | a fact's quote is not the stretch its span points at
WITH facts AS (
    SELECT 'mentions ' || mention_id AS place, doc_id, span_start, span_end, quote FROM mentions
    UNION ALL SELECT 'figures ' || figure_id, doc_id, span_start, span_end, quote FROM figures
    UNION ALL SELECT 'events ' || event_id, doc_id, span_start, span_end, quote FROM events
    UNION ALL SELECT 'commitments ' || commitment_id, doc_id, span_start, span_end, quote FROM commitments
    UNION ALL SELECT 'sentiment ' || sentiment_id, doc_id, span_start, span_end, quote FROM sentiment
    UNION ALL SELECT 'signals ' || signal_id, doc_id, span_start, span_end, quote FROM signals
)
SELECT facts.place
FROM facts
INNER JOIN documents USING (doc_id)
WHERE facts.span_start < 0 OR facts.span_end <= facts.span_start
    OR facts.quote <> substring(documents.text, facts.span_start + 1, facts.span_end - facts.span_start);

-- check: probabilities_sum_to_one | the three probabilities of a judgement do not sum to 1
SELECT sentiment_id AS place
FROM sentiment
WHERE NOT abs(negative + neutral + positive - 1) <= 0.001 OR least(negative, neutral, positive) < 0;

-- check: values_in_range | relevance, score or confidence lies outside its range
SELECT signal_id AS place
FROM signals
WHERE relevance NOT BETWEEN 0 AND 100 OR NOT coalesce(score, 0) BETWEEN -1 AND 1 OR NOT confidence BETWEEN 0 AND 1;

-- check: no_orphans | a row refers to a page or annotation that is not stored
SELECT 'story_members ' || doc_id AS place FROM story_members ANTI JOIN documents USING (doc_id)
UNION ALL SELECT 'annotations ' || annotation_id FROM annotations ANTI JOIN documents USING (doc_id)
UNION ALL SELECT 'mentions ' || mention_id FROM mentions ANTI JOIN annotations USING (annotation_id, doc_id)
UNION ALL SELECT 'figures ' || figure_id FROM figures ANTI JOIN annotations USING (annotation_id, doc_id)
UNION ALL SELECT 'events ' || event_id FROM events ANTI JOIN annotations USING (annotation_id, doc_id)
UNION ALL SELECT 'commitments ' || commitment_id FROM commitments ANTI JOIN annotations USING (annotation_id, doc_id)
UNION ALL SELECT 'sentiment ' || sentiment_id FROM sentiment ANTI JOIN annotations USING (annotation_id, doc_id)
UNION ALL SELECT 'signals ' || signal_id FROM signals ANTI JOIN annotations USING (annotation_id, doc_id);

-- check: signals_have_a_story | a signal's page belongs to no story
SELECT signal_id AS place FROM signals ANTI JOIN story_members USING (doc_id);

-- check: nothing_known_before_it_was_recorded | available_at lies after recorded_at
SELECT 'documents ' || doc_id AS place FROM documents WHERE available_at > recorded_at
UNION ALL SELECT 'signals ' || signal_id FROM signals WHERE available_at > recorded_at;

-- check: keys_are_unique | a key stands twice in its table
SELECT 'documents ' || doc_id AS place FROM documents GROUP BY doc_id HAVING count(*) > 1
UNION ALL SELECT 'fetches ' || fetch_id FROM fetches GROUP BY fetch_id HAVING count(*) > 1
UNION ALL SELECT 'feed_entries ' || print_id FROM feed_entries GROUP BY print_id HAVING count(*) > 1
UNION ALL SELECT 'annotations ' || annotation_id FROM annotations GROUP BY annotation_id HAVING count(*) > 1
UNION ALL SELECT 'mentions ' || mention_id FROM mentions GROUP BY mention_id HAVING count(*) > 1
UNION ALL SELECT 'figures ' || figure_id FROM figures GROUP BY figure_id HAVING count(*) > 1
UNION ALL SELECT 'events ' || event_id FROM events GROUP BY event_id HAVING count(*) > 1
UNION ALL SELECT 'commitments ' || commitment_id FROM commitments GROUP BY commitment_id HAVING count(*) > 1
UNION ALL SELECT 'sentiment ' || sentiment_id FROM sentiment GROUP BY sentiment_id HAVING count(*) > 1
UNION ALL SELECT 'signals ' || any_value(signal_id) FROM signals GROUP BY annotation_id, signal_id HAVING count(*) > 1;

-- check: words_are_configured | a brand, dimension or kind is not in the configuration
SELECT DISTINCT 'brand ' || brand_id AS place FROM signals ANTI JOIN brands USING (brand_id)
UNION ALL SELECT DISTINCT 'dimension ' || dimension
FROM sentiment ANTI JOIN trust_dimensions USING (dimension) WHERE dimension <> 'none'
UNION ALL SELECT DISTINCT 'kind ' || kind FROM figures ANTI JOIN kinds USING (kind);
