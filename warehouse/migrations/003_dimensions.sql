-- What people edit in configs/, as the newest run saw it. Rows are replaced, not appended.

CREATE TABLE brands (
    brand_id VARCHAR NOT NULL,
    tier VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    name_zh VARCHAR,
    countries VARCHAR[] NOT NULL,
    stage VARCHAR NOT NULL,
    stage_date VARCHAR
);
COMMENT ON TABLE brands IS 'Brands as configured.';
COMMENT ON COLUMN brands.brand_id IS 'Canonical id.';
COMMENT ON COLUMN brands.tier IS 'tracked, benchmark or investor.';
COMMENT ON COLUMN brands.name_en IS 'English name.';
COMMENT ON COLUMN brands.name_zh IS 'Chinese name, simplified.';
COMMENT ON COLUMN brands.countries IS 'ISO 3166 codes of the home countries.';
COMMENT ON COLUMN brands.stage IS 'Revival stage the brand entered last, as configured.';
COMMENT ON COLUMN brands.stage_date IS 'When it entered it: YYYY, YYYY-MM or YYYY-MM-DD; NULL when unknown.';

CREATE TABLE sources (
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    url VARCHAR,
    lang VARCHAR,
    enabled BOOLEAN NOT NULL,
    disabled_reason VARCHAR,
    min_items_per_day INTEGER,
    max_items_per_day INTEGER
);
COMMENT ON TABLE sources IS 'Sources as configured.';
COMMENT ON COLUMN sources.source IS 'Source id.';
COMMENT ON COLUMN sources.name IS 'Name for people.';
COMMENT ON COLUMN sources.url IS 'Address; NULL for a source that is off and has none.';
COMMENT ON COLUMN sources.lang IS 'Language of the feed.';
COMMENT ON COLUMN sources.enabled IS 'Whether it is polled.';
COMMENT ON COLUMN sources.disabled_reason IS 'Why it is not polled.';
COMMENT ON COLUMN sources.min_items_per_day IS 'Fewest new items a day that are normal; NULL when not set.';
COMMENT ON COLUMN sources.max_items_per_day IS 'Most new items a day that are normal; NULL when not set.';

CREATE TABLE trust_dimensions (
    dimension VARCHAR NOT NULL,
    roll_up VARCHAR NOT NULL
);
COMMENT ON TABLE trust_dimensions IS 'Trust dimensions and what they roll up to.';
COMMENT ON COLUMN trust_dimensions.dimension IS 'Trust dimension.';
COMMENT ON COLUMN trust_dimensions.roll_up IS 'ability, benevolence, integrity or viability.';

CREATE TABLE kinds (
    kind VARCHAR NOT NULL,
    family VARCHAR NOT NULL
);
COMMENT ON TABLE kinds IS 'Figure kinds and their families.';
COMMENT ON COLUMN kinds.kind IS 'Kind of figure.';
COMMENT ON COLUMN kinds.family IS 'debt, capital, result, asset, legal, other or count.';

CREATE TABLE index_settings (
    window_days INTEGER NOT NULL,
    min_stories INTEGER NOT NULL
);
COMMENT ON TABLE index_settings IS 'The dials of the trust index, one row.';
COMMENT ON COLUMN index_settings.window_days IS 'Days a story counts in the index, its own day included.';
COMMENT ON COLUMN index_settings.min_stories IS 'Fewest stories in the window for which an index is given.';
