-- What was found in the pages. Every fact belongs to one annotation and points at its quote.

CREATE TABLE annotations (
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    lang VARCHAR,
    versions JSON NOT NULL,
    skipped VARCHAR,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE annotations IS 'All facts of one page by one set of component versions; the newest per page holds.';
COMMENT ON COLUMN annotations.annotation_id IS 'Content hash of page and versions.';
COMMENT ON COLUMN annotations.doc_id IS 'Page that was annotated.';
COMMENT ON COLUMN annotations.lang IS 'Language the annotators assumed.';
COMMENT ON COLUMN annotations.versions IS 'Component versions, as a JSON object with sorted keys.';
COMMENT ON COLUMN annotations.skipped IS 'Why the page has no facts; NULL when it was annotated.';
COMMENT ON COLUMN annotations.recorded_at IS 'When this row was written.';

CREATE TABLE mentions (
    mention_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    brand_id VARCHAR NOT NULL,
    via VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE mentions IS 'Brands named in the text.';
COMMENT ON COLUMN mentions.mention_id IS 'Content hash of the mention and its annotation.';
COMMENT ON COLUMN mentions.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN mentions.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN mentions.brand_id IS 'Brand of the brands table.';
COMMENT ON COLUMN mentions.via IS 'How the brand was recognised.';
COMMENT ON COLUMN mentions.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN mentions.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN mentions.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN mentions.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN mentions.recorded_at IS 'When this row was written.';

CREATE TABLE figures (
    figure_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    amount DECIMAL(24, 4),
    amount_low DECIMAL(24, 4),
    amount_high DECIMAL(24, 4),
    currency VARCHAR,
    unit VARCHAR,
    scale_raw VARCHAR,
    approx VARCHAR NOT NULL,
    holder VARCHAR,
    counterparty VARCHAR,
    as_of DATE,
    as_of_precision VARCHAR,
    claim_status VARCHAR NOT NULL,
    claim_source VARCHAR,
    flags VARCHAR[] NOT NULL,
    also_printed JSON NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE figures IS 'Amounts of money and other counted numbers, with owner, kind and date.';
COMMENT ON COLUMN figures.figure_id IS 'Content hash of the figure and its annotation.';
COMMENT ON COLUMN figures.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN figures.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN figures.kind IS 'What the number is; kinds gives its family.';
COMMENT ON COLUMN figures.amount IS 'Amount in units of currency or unit; NULL when only bounds are printed.';
COMMENT ON COLUMN figures.amount_low IS 'Lower bound; NULL when open or exact.';
COMMENT ON COLUMN figures.amount_high IS 'Upper bound; NULL when open or exact.';
COMMENT ON COLUMN figures.currency IS 'ISO 4217 code; NULL for counts and when it cannot be told (flag currency_unknown).';
COMMENT ON COLUMN figures.unit IS 'What is counted; NULL for money.';
COMMENT ON COLUMN figures.scale_raw IS 'Scale word as printed.';
COMMENT ON COLUMN figures.approx IS 'exact, about, over, nearly, under, up_to or range.';
COMMENT ON COLUMN figures.holder IS 'Who owes, lost, promised or received it: a brand id, other:<surface> or person:<surface>.';
COMMENT ON COLUMN figures.counterparty IS 'The other side, in the same form.';
COMMENT ON COLUMN figures.as_of IS 'Date the number speaks of; NULL when the text gives none.';
COMMENT ON COLUMN figures.as_of_precision IS 'day, month, quarter, half or year.';
COMMENT ON COLUMN figures.claim_status IS 'asserted, denied, rumoured or confirmed_by_court.';
COMMENT ON COLUMN figures.claim_source IS 'Who says so.';
COMMENT ON COLUMN figures.flags IS 'Doubts of the finder.';
COMMENT ON COLUMN figures.also_printed IS 'Other prints of the same sum, as a JSON list.';
COMMENT ON COLUMN figures.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN figures.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN figures.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN figures.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN figures.recorded_at IS 'When this row was written.';

CREATE TABLE events (
    event_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    brand_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    actor VARCHAR,
    event_date DATE,
    date_precision VARCHAR,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE events IS 'Things that happened, happen or are planned around a brand.';
COMMENT ON COLUMN events.event_id IS 'Content hash of the event and its annotation.';
COMMENT ON COLUMN events.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN events.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN events.brand_id IS 'Brand of the brands table.';
COMMENT ON COLUMN events.type IS 'Event type of the vocabulary.';
COMMENT ON COLUMN events.status IS 'planned, ongoing, done, claimed, denied or cancelled.';
COMMENT ON COLUMN events.actor IS 'Who acts.';
COMMENT ON COLUMN events.event_date IS 'Date of the event; NULL when the text gives none.';
COMMENT ON COLUMN events.date_precision IS 'day, month, quarter, half or year.';
COMMENT ON COLUMN events.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN events.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN events.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN events.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN events.recorded_at IS 'When this row was written.';

CREATE TABLE commitments (
    commitment_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    brand_id VARCHAR NOT NULL,
    what VARCHAR NOT NULL,
    metric VARCHAR,
    target_value DECIMAL(24, 4),
    unit VARCHAR,
    deadline DATE,
    deadline_precision VARCHAR,
    strength VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE commitments IS 'Promises by or for a brand.';
COMMENT ON COLUMN commitments.commitment_id IS 'Content hash of the promise and its annotation.';
COMMENT ON COLUMN commitments.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN commitments.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN commitments.brand_id IS 'Brand of the brands table.';
COMMENT ON COLUMN commitments.what IS 'What is promised.';
COMMENT ON COLUMN commitments.metric IS 'What is counted, when the promise has a number.';
COMMENT ON COLUMN commitments.target_value IS 'Promised number.';
COMMENT ON COLUMN commitments.unit IS 'Unit or currency of the number.';
COMMENT ON COLUMN commitments.deadline IS 'Last day of the promise; NULL when undated.';
COMMENT ON COLUMN commitments.deadline_precision IS 'day, month, quarter, half or year.';
COMMENT ON COLUMN commitments.strength IS 'announced, planned, conditional or aspiration.';
COMMENT ON COLUMN commitments.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN commitments.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN commitments.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN commitments.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN commitments.recorded_at IS 'When this row was written.';

CREATE TABLE sentiment (
    sentiment_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    brand_id VARCHAR NOT NULL,
    dimension VARCHAR NOT NULL,
    voice VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    negative DOUBLE NOT NULL,
    neutral DOUBLE NOT NULL,
    positive DOUBLE NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE sentiment IS 'How one sentence speaks of one brand.';
COMMENT ON COLUMN sentiment.sentiment_id IS 'Content hash of the judgement and its annotation.';
COMMENT ON COLUMN sentiment.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN sentiment.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN sentiment.brand_id IS 'Brand of the brands table.';
COMMENT ON COLUMN sentiment.dimension IS 'Trust dimension of the vocabulary, or none.';
COMMENT ON COLUMN sentiment.voice IS 'Who speaks.';
COMMENT ON COLUMN sentiment.label IS 'negative, neutral or positive.';
COMMENT ON COLUMN sentiment.negative IS 'Probability of negative.';
COMMENT ON COLUMN sentiment.neutral IS 'Probability of neutral.';
COMMENT ON COLUMN sentiment.positive IS 'Probability of positive.';
COMMENT ON COLUMN sentiment.sentence_start IS 'First code point of the sentence.';
COMMENT ON COLUMN sentiment.sentence_end IS 'Code point after the sentence.';
COMMENT ON COLUMN sentiment.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN sentiment.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN sentiment.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN sentiment.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN sentiment.recorded_at IS 'When this row was written.';

CREATE TABLE signals (
    signal_id VARCHAR NOT NULL,
    annotation_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    story_id VARCHAR NOT NULL,
    brand_id VARCHAR NOT NULL,
    family VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    relevance INTEGER NOT NULL,
    score DOUBLE,
    amount DECIMAL(24, 4),
    currency VARCHAR,
    unit VARCHAR,
    status VARCHAR,
    voice VARCHAR,
    valid_from DATE,
    published_at TIMESTAMPTZ,
    available_at TIMESTAMPTZ NOT NULL,
    version VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE signals IS 'One claim about one brand per row: the wide table other systems read.';
COMMENT ON COLUMN signals.signal_id IS 'Content hash of the claim.';
COMMENT ON COLUMN signals.annotation_id IS 'Annotation that holds it.';
COMMENT ON COLUMN signals.doc_id IS 'Page it stands in.';
COMMENT ON COLUMN signals.story_id IS 'Story of the page when the signal was made; views use the story of today.';
COMMENT ON COLUMN signals.brand_id IS 'Brand of the brands table.';
COMMENT ON COLUMN signals.family IS 'sentiment, figure, event or commitment.';
COMMENT ON COLUMN signals.name IS 'Dimension, kind or type within the family.';
COMMENT ON COLUMN signals.relevance IS 'Weight of the mention by place and share, 0 to 100.';
COMMENT ON COLUMN signals.score IS 'Positive minus negative probability, -1 to 1; NULL outside sentiment.';
COMMENT ON COLUMN signals.amount IS 'Amount of a figure.';
COMMENT ON COLUMN signals.currency IS 'Currency of the amount.';
COMMENT ON COLUMN signals.unit IS 'Unit of a count.';
COMMENT ON COLUMN signals.status IS 'Claim or event status.';
COMMENT ON COLUMN signals.voice IS 'Who speaks.';
COMMENT ON COLUMN signals.valid_from IS 'Date from which the claim holds in the world.';
COMMENT ON COLUMN signals.published_at IS 'When the page says it was published.';
COMMENT ON COLUMN signals.available_at IS 'From when the signal could have been known.';
COMMENT ON COLUMN signals.version IS 'Version of what made the signal.';
COMMENT ON COLUMN signals.span_start IS 'First code point of the quote in documents.text.';
COMMENT ON COLUMN signals.span_end IS 'Code point after the quote.';
COMMENT ON COLUMN signals.quote IS 'The stretch of text itself.';
COMMENT ON COLUMN signals.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN signals.recorded_at IS 'When this row was written.';
