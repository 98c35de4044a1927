-- after: settings, debt_claims, scale_suspects
-- Sums that were new in a period. Grain: holder × kind × currency × amount × as-of date.
-- New means: this sum for this holder and kind could first be known in the period.

CREATE MACRO digest_debts(on_date, n_days) AS TABLE
WITH claims AS (
    FROM debt_claims_asof(day_end(on_date))
    WHERE holder IS NOT NULL AND amount IS NOT NULL AND in_debt_ledger(family, kind)
),
slips AS (
    SELECT
        claim_id,
        list_sort(list(DISTINCT slip)) AS slips,
        arg_max(partner_amount, partner_n_stories) AS partner_amount,
        arg_max(partner_currency, partner_n_stories) AS partner_currency
    FROM scale_suspects_asof(day_end(on_date))
    GROUP BY claim_id
),
sums AS (
    SELECT
        holder,
        kind,
        currency,
        amount,
        as_of,
        min(available_at) AS first_seen_at,
        count(DISTINCT story_id) AS n_stories,
        arg_min(claim_id, (available_at, role <> 'origin', claim_id)) AS claim_id
    FROM claims
    GROUP BY holder, kind, currency, amount, as_of
),
final AS (
    SELECT
        claim.brand_id,
        claim.holder,
        claim.family,
        claim.kind,
        claim.amount,
        claim.currency,
        claim.approx,
        claim.as_of,
        claim.claim_status,
        list_sort(list_distinct(list_concat(claim.flags, coalesce(slips.slips, [])))) AS flags,
        slips.partner_amount,
        slips.partner_currency,
        sums.n_stories,
        claim.doc_id,
        claim.story_id,
        claim.url,
        claim.title,
        claim.quote,
        claim.span_start,
        claim.span_end,
        claim.published_at,
        claim.available_at
    FROM sums
    INNER JOIN claims AS claim USING (claim_id)
    LEFT JOIN slips USING (claim_id)
    WHERE sums.first_seen_at > day_end(CAST(on_date AS DATE) - CAST(n_days AS INTEGER))
)
SELECT * FROM final ORDER BY brand_id NULLS LAST, holder, kind, amount DESC, url;
COMMENT ON MACRO TABLE digest_debts IS 'Debt sums first known in the period of n_days that ends with a day, each with its first print and its slip flags.';
