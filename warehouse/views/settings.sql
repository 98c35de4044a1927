-- The numbers and small rules the views share, each in one place.

CREATE MACRO trust_window_days() AS (SELECT window_days FROM index_settings);
COMMENT ON MACRO trust_window_days IS 'Days a story counts in the trust index, as configured.';

CREATE MACRO trust_floor() AS (SELECT min_stories FROM index_settings);
COMMENT ON MACRO trust_floor IS 'Fewest stories in the window for which a trust index is given, as configured.';

CREATE MACRO trust_prior_weight() AS 2.0;
COMMENT ON MACRO trust_prior_weight IS 'Weight of the pull toward 0, in fully relevant stories.';

CREATE MACRO trust_prior_deviation() AS 0.5;
COMMENT ON MACRO trust_prior_deviation IS 'Spread of story scores assumed before any story is read.';

CREATE MACRO trust_step() AS 0.05;
COMMENT ON MACRO trust_step IS 'Smallest change of the index that is called up or down.';

CREATE MACRO exact(x) AS CAST(x AS DECIMAL(18, 9));
COMMENT ON MACRO exact IS 'A number to nine decimals: sums of such do not depend on the order, so an index can be rebuilt to the last digit.';

CREATE MACRO usd_cny() AS 7.1;
COMMENT ON MACRO usd_cny IS 'Yuan per dollar, for recognising slips only; no amount is converted with it.';

CREATE MACRO near(ratio, target) AS abs(ratio / target - 1) <= 0.05;
COMMENT ON MACRO near IS 'Whether a ratio is within 5 % of a target: room for rounding in print.';

CREATE MACRO utc_day(moment) AS CAST(moment AT TIME ZONE 'UTC' AS DATE);
COMMENT ON MACRO utc_day IS 'Day of a moment in UTC, whatever the time zone of the reader.';

CREATE MACRO day_end(on_day) AS
    (CAST(CAST(on_day AS DATE) + 1 AS TIMESTAMP) AT TIME ZONE 'UTC') - INTERVAL 1 MICROSECOND;
COMMENT ON MACRO day_end IS 'Last moment of a day in UTC.';

CREATE MACRO brand_of(holder) AS
    CASE WHEN NOT starts_with(holder, 'other:') AND NOT starts_with(holder, 'person:') THEN holder END;
COMMENT ON MACRO brand_of IS 'Brand id of a holder; NULL when the holder is no brand.';

CREATE MACRO in_debt_ledger(family, kind) AS
    -- pages retell cumulative burn and losses as debt: the ledger shows them beside it, as the kinds they are
    family = 'debt' OR kind IN ('cash_burn_cumulative', 'net_loss_cumulative');
COMMENT ON MACRO in_debt_ledger IS 'Whether a kind of figure belongs in the debt ledger.';

CREATE MACRO is_doubt(flag) AS
    -- currency_assumed (a bare 200亿 read as yuan) is the usual print of Chinese pages and rarely wrong
    (starts_with(flag, 'scale') OR starts_with(flag, 'currency')) AND flag <> 'currency_assumed';
COMMENT ON MACRO is_doubt IS 'Whether a flag of the finder sets a claim aside: its scale or currency is in doubt.';

CREATE MACRO in_yuan(amount, currency) AS amount * CASE WHEN currency = 'USD' THEN usd_cny() ELSE 1 END;
COMMENT ON MACRO in_yuan IS 'A dollar or yuan amount in yuan, at a rough rate.';

CREATE MACRO ratio_of(a, b) AS greatest(a / b, b / a);
COMMENT ON MACRO ratio_of IS 'Ratio of two amounts, the larger over the smaller.';

CREATE MACRO scale_of(ratio) AS
    CASE
        WHEN near(ratio, 10) THEN 'scale_x10'
        WHEN near(ratio, 100) THEN 'scale_x100'
        WHEN near(ratio, 1000) THEN 'scale_x1000'
    END;
COMMENT ON MACRO scale_of IS 'The slip of scale that a ratio looks like; NULL when none.';

CREATE MACRO slip_between(amount_a, currency_a, amount_b, currency_b) AS
    CASE
        WHEN currency_a IS NOT DISTINCT FROM currency_b OR currency_a IS NULL OR currency_b IS NULL THEN coalesce(
            scale_of(ratio_of(amount_a, amount_b)),
            CASE
                WHEN currency_a IN ('CNY', 'USD') AND near(ratio_of(amount_a, amount_b), usd_cny()) THEN 'currency_rate'
            END
        )
        WHEN [currency_a, currency_b] IN (['CNY', 'USD'], ['USD', 'CNY']) THEN coalesce(
            CASE WHEN near(ratio_of(amount_a, amount_b), 1) THEN 'currency_label' END,
            scale_of(ratio_of(in_yuan(amount_a, currency_a), in_yuan(amount_b, currency_b)))
        )
    END;
COMMENT ON MACRO slip_between IS 'How one print could be a slip of the other: a scale of 10, 100, 1000, the rate applied without the currency, or the wrong currency; NULL when neither.';
