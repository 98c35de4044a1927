-- after: settings
-- Pages that could be known at a moment, each with its story and its newest annotation.
-- Grain: one page. Every other view starts here, so that as-of means one thing.

CREATE MACRO documents_asof(at_ts, recorded_by) AS TABLE
WITH known_pages AS (
    SELECT doc_id, url, title, lang, source, status, text_hash, published_at, available_at
    FROM documents
    WHERE available_at <= CAST(at_ts AS TIMESTAMPTZ) AND recorded_at <= CAST(recorded_by AS TIMESTAMPTZ)
),
known_members AS (
    SELECT doc_id, story_id, role, recorded_at
    FROM story_members
    WHERE recorded_at <= CAST(recorded_by AS TIMESTAMPTZ)
),
known_annotations AS (
    SELECT doc_id, annotation_id, skipped, recorded_at
    FROM annotations
    WHERE recorded_at <= CAST(recorded_by AS TIMESTAMPTZ)
),
newest_members AS (
    SELECT
        doc_id,
        arg_max(story_id, (recorded_at, story_id)) AS story_id,
        arg_max(role, (recorded_at, story_id)) AS role
    FROM known_members
    GROUP BY doc_id
),
newest_annotations AS (
    SELECT
        doc_id,
        arg_max(annotation_id, (recorded_at, annotation_id)) AS annotation_id,
        arg_max_null(skipped, (recorded_at, annotation_id)) AS skipped
    FROM known_annotations
    GROUP BY doc_id
),
placed AS (
    SELECT
        page.*,
        -- a page cannot have been published after it was seen
        least(coalesce(page.published_at, page.available_at), page.available_at) AS told_at,
        coalesce(member.story_id, page.doc_id) AS story_id,
        coalesce(member.role, 'origin') AS role,
        annotation.annotation_id,
        annotation.skipped
    FROM known_pages AS page
    LEFT JOIN newest_members AS member USING (doc_id)
    LEFT JOIN newest_annotations AS annotation USING (doc_id)
),
final AS (
    SELECT
        *,
        -- the origin speaks for its story; a copy does when the origin could not be read
        row_number() OVER (
            PARTITION BY story_id
            ORDER BY annotation_id IS NOT NULL AND skipped IS NULL DESC, role = 'origin' DESC, available_at, doc_id
        ) = 1 AS speaks,
        count(*) OVER (PARTITION BY story_id) - 1 AS n_copies
    FROM placed
)
SELECT * FROM final;
COMMENT ON MACRO TABLE documents_asof IS 'Pages known at at_ts by rows recorded until recorded_by, with told_at, story_id, role, annotation_id, whether the page speaks for its story, and the number of the story''s other pages.';
