-- after: settings, documents_asof
-- Every sum of money anybody printed. Grain: one print in one page; copies and translations too, since slips live there.

CREATE MACRO debt_claims_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH pages AS (
    FROM documents_asof(at_ts, recorded_by)
),
money AS (
    FROM figures
    WHERE unit IS NULL
),
families AS (
    FROM kinds
),
final AS (
    SELECT
        money.figure_id AS claim_id,
        brand_of(money.holder) AS brand_id,
        money.holder,
        money.counterparty,
        families.family,
        money.kind,
        coalesce(money.amount, money.amount_low, money.amount_high) AS amount,
        money.amount_low,
        money.amount_high,
        money.currency,
        money.approx,
        money.as_of,
        money.as_of_precision,
        money.claim_status,
        money.claim_source,
        money.flags,
        money.confidence,
        money.quote,
        money.span_start,
        money.span_end,
        page.story_id,
        page.doc_id,
        page.role,
        page.url,
        page.title,
        page.source,
        page.lang,
        page.published_at,
        page.told_at,
        page.available_at
    FROM money
    INNER JOIN pages AS page USING (annotation_id)
    LEFT JOIN families USING (kind)
)
SELECT * FROM final;
COMMENT ON MACRO TABLE debt_claims_asof IS 'debt_claims as they could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW debt_claims AS
WITH final AS (
    FROM debt_claims_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW debt_claims IS 'Every sum of money as printed, with its story, page and quote; copies included.';
COMMENT ON COLUMN debt_claims.claim_id IS 'Figure of the figures table.';
COMMENT ON COLUMN debt_claims.brand_id IS 'Holder when it is a brand.';
COMMENT ON COLUMN debt_claims.holder IS 'Who owes, lost, promised or received it; NULL when the text does not tell.';
COMMENT ON COLUMN debt_claims.counterparty IS 'The other side.';
COMMENT ON COLUMN debt_claims.family IS 'Family of the kind: debt, capital, result, asset, legal or other.';
COMMENT ON COLUMN debt_claims.kind IS 'Kind of sum.';
COMMENT ON COLUMN debt_claims.amount IS 'Amount in units of the currency; its lower, else upper bound when only bounds are printed.';
COMMENT ON COLUMN debt_claims.amount_low IS 'Lower bound.';
COMMENT ON COLUMN debt_claims.amount_high IS 'Upper bound.';
COMMENT ON COLUMN debt_claims.currency IS 'ISO 4217 code; NULL when it cannot be told.';
COMMENT ON COLUMN debt_claims.approx IS 'exact, about, over, nearly, under, up_to or range.';
COMMENT ON COLUMN debt_claims.as_of IS 'Date the sum speaks of.';
COMMENT ON COLUMN debt_claims.as_of_precision IS 'Precision of that date.';
COMMENT ON COLUMN debt_claims.claim_status IS 'asserted, denied, rumoured or confirmed_by_court.';
COMMENT ON COLUMN debt_claims.claim_source IS 'Who says so.';
COMMENT ON COLUMN debt_claims.flags IS 'Doubts of the finder.';
COMMENT ON COLUMN debt_claims.confidence IS 'How sure the finder is, 0 to 1.';
COMMENT ON COLUMN debt_claims.quote IS 'The print itself.';
COMMENT ON COLUMN debt_claims.span_start IS 'First code point of the print in the page.';
COMMENT ON COLUMN debt_claims.span_end IS 'Code point after the print.';
COMMENT ON COLUMN debt_claims.story_id IS 'Story of the page.';
COMMENT ON COLUMN debt_claims.doc_id IS 'Page.';
COMMENT ON COLUMN debt_claims.role IS 'Role of the page in its story.';
COMMENT ON COLUMN debt_claims.url IS 'Address of the page.';
COMMENT ON COLUMN debt_claims.title IS 'Title of the page.';
COMMENT ON COLUMN debt_claims.source IS 'Source of the page.';
COMMENT ON COLUMN debt_claims.lang IS 'Language of the page.';
COMMENT ON COLUMN debt_claims.published_at IS 'When the page says it was published.';
COMMENT ON COLUMN debt_claims.told_at IS 'When it was published, or seen when that is unknown.';
COMMENT ON COLUMN debt_claims.available_at IS 'From when it could have been known.';
