-- after: settings, debt_claims
-- Prints that look like a slip of another print. Grain: claim × partner amount.
-- Compared are different amounts of the same holder and kind; two dated more than a year apart may both be true.
-- A slip is never corrected: both prints stay as they are, each row says which side fewer stories support.

CREATE MACRO scale_suspects_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH claims AS (
    FROM debt_claims_asof(at_ts, recorded_by)
    WHERE holder IS NOT NULL AND amount > 0 AND family <> 'other'
),
prints AS (
    SELECT
        holder,
        kind,
        currency,
        amount,
        as_of,
        CAST(amount AS DOUBLE) AS value,
        list(DISTINCT story_id) AS story_ids,
        arg_min(claim_id, (available_at, claim_id)) AS first_claim_id
    FROM claims
    GROUP BY holder, kind, currency, amount, as_of
),
supported AS (
    SELECT
        print.* EXCLUDE (story_ids),
        len(list_distinct(flatten(list(other.story_ids)))) AS n_stories
    FROM prints AS print
    INNER JOIN prints AS other
        ON other.holder = print.holder AND other.kind = print.kind
        AND other.currency IS NOT DISTINCT FROM print.currency AND near(other.value / print.value, 1)
    GROUP BY ALL
),
pairs AS (
    SELECT
        print.holder,
        print.kind,
        print.currency,
        print.amount,
        print.as_of,
        print.n_stories,
        partner.first_claim_id AS partner_claim_id,
        partner.amount AS partner_amount,
        partner.currency AS partner_currency,
        partner.n_stories AS partner_n_stories,
        print.value / partner.value AS ratio,
        slip_between(print.value, print.currency, partner.value, partner.currency) AS slip
    FROM supported AS print
    INNER JOIN supported AS partner ON partner.holder = print.holder AND partner.kind = print.kind
    WHERE slip IS NOT NULL
        AND (print.as_of IS NULL OR partner.as_of IS NULL OR abs(print.as_of - partner.as_of) <= 366)
),
final AS (
    SELECT
        claim.claim_id,
        claim.brand_id,
        pair.holder,
        pair.kind,
        pair.amount,
        pair.currency,
        pair.n_stories,
        pair.partner_claim_id,
        pair.partner_amount,
        pair.partner_currency,
        pair.partner_n_stories,
        pair.ratio,
        pair.slip,
        pair.n_stories <= pair.partner_n_stories AS is_doubtful,
        claim.quote,
        claim.url,
        claim.available_at
    FROM claims AS claim
    INNER JOIN pairs AS pair
        ON pair.holder = claim.holder AND pair.kind = claim.kind AND pair.amount = claim.amount
        AND pair.currency IS NOT DISTINCT FROM claim.currency AND pair.as_of IS NOT DISTINCT FROM claim.as_of
)
SELECT * FROM final;
COMMENT ON MACRO TABLE scale_suspects_asof IS 'scale_suspects as they could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW scale_suspects AS
WITH final AS (
    FROM scale_suspects_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW scale_suspects IS 'Sums that look like a slip of scale or currency of another print for the same holder and kind.';
COMMENT ON COLUMN scale_suspects.claim_id IS 'The claim.';
COMMENT ON COLUMN scale_suspects.brand_id IS 'Holder when it is a brand.';
COMMENT ON COLUMN scale_suspects.holder IS 'Holder of both sums.';
COMMENT ON COLUMN scale_suspects.kind IS 'Kind of both sums.';
COMMENT ON COLUMN scale_suspects.amount IS 'Printed amount.';
COMMENT ON COLUMN scale_suspects.currency IS 'Its currency.';
COMMENT ON COLUMN scale_suspects.n_stories IS 'Stories with an amount within 5 % of it.';
COMMENT ON COLUMN scale_suspects.partner_claim_id IS 'First claim with the other amount.';
COMMENT ON COLUMN scale_suspects.partner_amount IS 'The other amount.';
COMMENT ON COLUMN scale_suspects.partner_currency IS 'Its currency.';
COMMENT ON COLUMN scale_suspects.partner_n_stories IS 'Stories with an amount within 5 % of the other.';
COMMENT ON COLUMN scale_suspects.ratio IS 'Printed amount over the other, currencies ignored.';
COMMENT ON COLUMN scale_suspects.slip IS 'scale_x10, scale_x100, scale_x1000, currency_rate or currency_label.';
COMMENT ON COLUMN scale_suspects.is_doubtful IS 'Whether no more stories support this side than the other.';
COMMENT ON COLUMN scale_suspects.quote IS 'The print itself.';
COMMENT ON COLUMN scale_suspects.url IS 'Address of the page.';
COMMENT ON COLUMN scale_suspects.available_at IS 'From when the claim could have been known.';
