-- after: settings, debt_claims, scale_suspects
-- What is owed, by whom, of which kind. Grain: holder × kind × currency × as-of date; is_current marks one row per
-- holder × kind. Sums of another kind or date are other things, not disagreements.
-- Within a row the best claim is, in this order: undoubted, of the firmest status, printed exactly, told by the most
-- stories, newest, surest. Current is, in this order: undoubted, not denied, dated, newest date, most stories, newest.

CREATE MACRO debt_ledger_asof(at_ts, recorded_by := 'infinity') AS TABLE
WITH claims AS (
    FROM debt_claims_asof(at_ts, recorded_by)
    WHERE holder IS NOT NULL AND amount IS NOT NULL AND in_debt_ledger(family, kind)
),
suspects AS (
    SELECT claim_id, list_sort(list(DISTINCT slip)) AS slips, bool_or(is_doubtful) AS is_doubtful
    FROM scale_suspects_asof(at_ts, recorded_by)
    GROUP BY claim_id
),
judged AS (
    SELECT
        claim.*,
        list_sort(list_distinct(list_concat(claim.flags, coalesce(suspect.slips, [])))) AS all_flags,
        coalesce(suspect.is_doubtful, false)
        OR list_bool_or(list_transform(claim.flags, lambda flag: is_doubt(flag))) IS true AS is_doubtful,
        CASE claim.claim_status
            WHEN 'confirmed_by_court' THEN 0 WHEN 'asserted' THEN 1 WHEN 'rumoured' THEN 2 ELSE 3
        END AS status_rank,
        count(DISTINCT claim.story_id) OVER (
            PARTITION BY claim.holder, claim.kind, claim.currency, claim.as_of, claim.amount
        ) AS n_amount_stories
    FROM claims AS claim
    LEFT JOIN suspects AS suspect USING (claim_id)
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY holder, kind, currency, as_of
            ORDER BY
                is_doubtful, status_rank, approx = 'exact' DESC, n_amount_stories DESC, told_at DESC,
                role = 'origin' DESC, confidence DESC, claim_id
        ) AS place
    FROM judged
),
things AS (
    SELECT
        holder,
        kind,
        currency,
        as_of,
        count(DISTINCT story_id) AS n_stories,
        count(*) AS n_claims,
        count(*) FILTER (is_doubtful) AS n_doubtful,
        coalesce(
            min(coalesce(amount_low, amount)) FILTER (NOT is_doubtful), min(coalesce(amount_low, amount))
        ) AS range_low,
        coalesce(
            max(coalesce(amount_high, amount)) FILTER (NOT is_doubtful), max(coalesce(amount_high, amount))
        ) AS range_high,
        list_sort(list_distinct(flatten(list(all_flags)))) AS flags,
        min(available_at) AS first_seen_at,
        max(available_at) AS last_seen_at
    FROM ranked
    GROUP BY holder, kind, currency, as_of
),
best AS (
    SELECT
        claim.brand_id,
        claim.holder,
        claim.family,
        claim.kind,
        claim.amount,
        claim.currency,
        claim.approx,
        claim.as_of,
        claim.as_of_precision,
        claim.claim_status,
        claim.is_doubtful,
        claim.status_rank,
        thing.* EXCLUDE (holder, kind, currency, as_of),
        claim.claim_id,
        claim.story_id,
        claim.doc_id,
        claim.quote,
        claim.url,
        claim.published_at,
        claim.available_at
    FROM ranked AS claim
    INNER JOIN things AS thing
        ON thing.holder = claim.holder AND thing.kind = claim.kind
        AND thing.currency IS NOT DISTINCT FROM claim.currency AND thing.as_of IS NOT DISTINCT FROM claim.as_of
    WHERE claim.place = 1
),
final AS (
    SELECT
        * EXCLUDE (status_rank, n_doubtful),
        row_number() OVER (
            PARTITION BY holder, kind
            ORDER BY
                is_doubtful, status_rank = 3, as_of IS NOT NULL DESC, as_of DESC, n_stories DESC, last_seen_at DESC,
                claim_id
        ) = 1 AS is_current,
        concat_ws(
            '; ',
            CASE WHEN n_stories = 1 THEN 'one story' ELSE n_stories || ' independent stories' END,
            CASE WHEN as_of IS NULL THEN 'undated' ELSE 'as of ' || CAST(as_of AS VARCHAR) END,
            replace(claim_status, '_', ' '),
            CASE WHEN approx = 'exact' THEN 'printed exactly' ELSE 'printed as ' || replace(approx, '_', ' ') END,
            CASE WHEN is_doubtful THEN 'doubtful, no undoubted claim: ' || array_to_string(flags, ', ') END,
            CASE WHEN n_doubtful > 0 AND NOT is_doubtful THEN n_doubtful || ' doubtful set aside' END
        ) AS reason
    FROM best
)
SELECT * FROM final;
COMMENT ON MACRO TABLE debt_ledger_asof IS 'debt_ledger as it could be known at at_ts, by rows recorded until recorded_by.';

CREATE MACRO debt_asof(brand, at_ts, recorded_by := 'infinity') AS TABLE
WITH final AS (
    FROM debt_ledger_asof(at_ts, recorded_by)
    WHERE brand_id = brand
)
SELECT * FROM final;
COMMENT ON MACRO TABLE debt_asof IS 'The debt ledger of one brand as it could be known at at_ts, by rows recorded until recorded_by.';

CREATE VIEW debt_ledger AS
WITH final AS (
    FROM debt_ledger_asof('infinity')
)
SELECT * FROM final;
COMMENT ON VIEW debt_ledger IS 'Best claim per holder, kind, currency and as-of date, with the reason why and the range of the others.';
COMMENT ON COLUMN debt_ledger.brand_id IS 'Holder when it is a brand.';
COMMENT ON COLUMN debt_ledger.holder IS 'Who owes.';
COMMENT ON COLUMN debt_ledger.family IS 'Family of the kind.';
COMMENT ON COLUMN debt_ledger.kind IS 'Kind of sum; cumulative burn and losses stand here because pages retell them as debt.';
COMMENT ON COLUMN debt_ledger.amount IS 'Amount of the best claim.';
COMMENT ON COLUMN debt_ledger.currency IS 'Its currency.';
COMMENT ON COLUMN debt_ledger.approx IS 'How it was printed.';
COMMENT ON COLUMN debt_ledger.as_of IS 'Date the sum speaks of; NULL gathers the undated claims.';
COMMENT ON COLUMN debt_ledger.as_of_precision IS 'Precision of that date.';
COMMENT ON COLUMN debt_ledger.claim_status IS 'Status of the best claim.';
COMMENT ON COLUMN debt_ledger.is_doubtful IS 'Whether even the best claim is doubtful (scale or currency).';
COMMENT ON COLUMN debt_ledger.n_stories IS 'Independent stories with a claim.';
COMMENT ON COLUMN debt_ledger.n_claims IS 'Prints in all pages, copies included.';
COMMENT ON COLUMN debt_ledger.range_low IS 'Lowest undoubted amount or bound.';
COMMENT ON COLUMN debt_ledger.range_high IS 'Highest undoubted amount or bound.';
COMMENT ON COLUMN debt_ledger.flags IS 'All doubts on any of the claims.';
COMMENT ON COLUMN debt_ledger.first_seen_at IS 'From when the first claim could have been known.';
COMMENT ON COLUMN debt_ledger.last_seen_at IS 'The same of the last claim.';
COMMENT ON COLUMN debt_ledger.claim_id IS 'The best claim.';
COMMENT ON COLUMN debt_ledger.story_id IS 'Its story.';
COMMENT ON COLUMN debt_ledger.doc_id IS 'Its page.';
COMMENT ON COLUMN debt_ledger.quote IS 'Its print.';
COMMENT ON COLUMN debt_ledger.url IS 'Address of its page.';
COMMENT ON COLUMN debt_ledger.published_at IS 'When its page says it was published.';
COMMENT ON COLUMN debt_ledger.available_at IS 'From when it could have been known.';
COMMENT ON COLUMN debt_ledger.is_current IS 'Whether the row is the best of its holder and kind.';
COMMENT ON COLUMN debt_ledger.reason IS 'Why this claim stands in the row.';
