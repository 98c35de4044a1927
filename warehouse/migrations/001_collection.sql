-- What was collected: runs, recorded responses, feed items, pages and the stories they tell.
-- No primary-key indexes: see docs/decisions (append-only loads join against the stored keys instead).

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ,
    outcome VARCHAR NOT NULL,
    versions JSON NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE runs IS 'One row per finished run of a flow.';
COMMENT ON COLUMN runs.run_id IS 'Identity of the run, also on the documents it brought.';
COMMENT ON COLUMN runs.flow IS 'Name of the flow that ran.';
COMMENT ON COLUMN runs.started_at IS 'When the run started.';
COMMENT ON COLUMN runs.finished_at IS 'When the run ended; NULL when it was interrupted.';
COMMENT ON COLUMN runs.outcome IS 'ok, partial or failed.';
COMMENT ON COLUMN runs.versions IS 'Component versions of the run, as a JSON object.';
COMMENT ON COLUMN runs.recorded_at IS 'When this row was written.';

CREATE TABLE fetches (
    fetch_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    source VARCHAR,
    url VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    status INTEGER,
    content_type VARCHAR,
    bytes BIGINT,
    archive_ref VARCHAR,
    entries INTEGER,
    outcome VARCHAR NOT NULL,
    reason VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE fetches IS 'One row per recorded response or failure.';
COMMENT ON COLUMN fetches.fetch_id IS 'Content hash of kind, source, url, fetched_at and archive_ref.';
COMMENT ON COLUMN fetches.kind IS 'feed or page.';
COMMENT ON COLUMN fetches.source IS 'Source id of the sources table; NULL for a page given by hand.';
COMMENT ON COLUMN fetches.url IS 'Address that was asked for.';
COMMENT ON COLUMN fetches.fetched_at IS 'When the response or failure was recorded.';
COMMENT ON COLUMN fetches.status IS 'HTTP status; NULL when no response came.';
COMMENT ON COLUMN fetches.content_type IS 'Content-Type header as sent.';
COMMENT ON COLUMN fetches.bytes IS 'Size of the decoded body in bytes.';
COMMENT ON COLUMN fetches.archive_ref IS 'Place of the response in the archive (file and record).';
COMMENT ON COLUMN fetches.entries IS 'Items found in a feed; NULL for pages and failures.';
COMMENT ON COLUMN fetches.outcome IS 'ok, not_modified or failed.';
COMMENT ON COLUMN fetches.reason IS 'Why it failed, or what was odd about it.';
COMMENT ON COLUMN fetches.recorded_at IS 'When this row was written.';

CREATE TABLE feed_entries (
    print_id VARCHAR NOT NULL,
    entry_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    guid VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    published_at TIMESTAMPTZ,
    published_raw VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE feed_entries IS 'Feed items as printed; an edited item is a new row with the same entry_id.';
COMMENT ON COLUMN feed_entries.print_id IS 'Content hash of the item as printed.';
COMMENT ON COLUMN feed_entries.entry_id IS 'Identity of the item: its source and guid or address.';
COMMENT ON COLUMN feed_entries.source IS 'Source id of the sources table.';
COMMENT ON COLUMN feed_entries.url IS 'Address the item links to.';
COMMENT ON COLUMN feed_entries.guid IS 'Identity the feed gave, possibly empty.';
COMMENT ON COLUMN feed_entries.title IS 'Title as printed.';
COMMENT ON COLUMN feed_entries.summary IS 'Summary as printed.';
COMMENT ON COLUMN feed_entries.published_at IS 'Printed time, when it could be read.';
COMMENT ON COLUMN feed_entries.published_raw IS 'Printed time that could not be read.';
COMMENT ON COLUMN feed_entries.fetched_at IS 'First capture with this print.';
COMMENT ON COLUMN feed_entries.recorded_at IS 'When this row was written.';

CREATE TABLE documents (
    doc_id VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_hash VARCHAR NOT NULL,
    lang VARCHAR,
    source VARCHAR,
    author VARCHAR,
    site VARCHAR,
    published_at TIMESTAMPTZ,
    published_from VARCHAR,
    modified_at TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ,
    available_at TIMESTAMPTZ NOT NULL,
    status VARCHAR NOT NULL,
    archive_ref VARCHAR,
    run_id VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE documents IS 'Pages as the annotators see them; a page whose text changed is a new row.';
COMMENT ON COLUMN documents.doc_id IS 'Content hash of address and text.';
COMMENT ON COLUMN documents.url IS 'Address of the page.';
COMMENT ON COLUMN documents.title IS 'Title.';
COMMENT ON COLUMN documents.text IS 'Text that all spans point into, in Unicode code points.';
COMMENT ON COLUMN documents.text_hash IS 'Hash of the text alone: equal for verbatim copies.';
COMMENT ON COLUMN documents.lang IS 'Language of the text (en, zh); NULL when unknown.';
COMMENT ON COLUMN documents.source IS 'Source id of the sources table.';
COMMENT ON COLUMN documents.author IS 'Author as printed.';
COMMENT ON COLUMN documents.site IS 'Site name as printed.';
COMMENT ON COLUMN documents.published_at IS 'When the page says it was published.';
COMMENT ON COLUMN documents.published_from IS 'Where published_at was read from.';
COMMENT ON COLUMN documents.modified_at IS 'When the page says it was changed.';
COMMENT ON COLUMN documents.first_seen_at IS 'When the bytes were fetched.';
COMMENT ON COLUMN documents.available_at IS 'From when the page could have been known here: first_seen_at, else published_at, never after recorded_at.';
COMMENT ON COLUMN documents.status IS 'ok, or why the text is not a whole article.';
COMMENT ON COLUMN documents.archive_ref IS 'Place of the bytes in the archive.';
COMMENT ON COLUMN documents.run_id IS 'Run that brought the page.';
COMMENT ON COLUMN documents.recorded_at IS 'When this row was written.';

CREATE TABLE story_members (
    story_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    reason VARCHAR NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE story_members IS 'Which page tells which story; the newest row of a page holds.';
COMMENT ON COLUMN story_members.story_id IS 'Identity of the story.';
COMMENT ON COLUMN story_members.doc_id IS 'Page that tells it.';
COMMENT ON COLUMN story_members.role IS 'origin, verbatim, copy, rewrite or translation.';
COMMENT ON COLUMN story_members.score IS 'Likeness to the page it was joined with, 0 to 1.';
COMMENT ON COLUMN story_members.reason IS 'Why it was joined.';
COMMENT ON COLUMN story_members.recorded_at IS 'When this row was written.';

CREATE TABLE rejects (
    reject_id VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    rejected_at TIMESTAMPTZ NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE rejects IS 'Inputs that could not be taken, each with its reason; nothing is dropped silently.';
COMMENT ON COLUMN rejects.reject_id IS 'Content hash of the row.';
COMMENT ON COLUMN rejects.what IS 'Kind of thing refused: feed, page, or the table it was meant for.';
COMMENT ON COLUMN rejects.place IS 'Address, id or file and record of the thing.';
COMMENT ON COLUMN rejects.reason IS 'Why it was refused.';
COMMENT ON COLUMN rejects.rejected_at IS 'When it was refused.';
COMMENT ON COLUMN rejects.recorded_at IS 'When this row was written.';
