-- Receipts and their corrections. docs/receipts.md says when which one is made.

-- The last number of a series. The transaction that makes a receipt takes the next number here, and
-- holds the row until it commits, so that a number is never taken without its receipt.
CREATE TABLE receipt_counter (
    workspace   text COLLATE "C" NOT NULL,
    series      text COLLATE "C" NOT NULL,
    last_number bigint           NOT NULL,
    CONSTRAINT receipt_counter_once PRIMARY KEY (workspace, series),
    CONSTRAINT receipt_counter_counts CHECK (last_number >= 1)
);

-- cause says what the receipt is for, as in 'payment pay_1', 'refund ref_1', 'failed ref_1' (a
-- refund that failed after its correction), 'booked hld_1' and 'cancelled hld_1'. total is the sum
-- of the lines, and paid what is left of it after gift cards; both are negative in a correction that
-- takes back. customer is the name, and the only column that a person is in. content is JSON.
CREATE TABLE receipt (
    workspace text COLLATE "C" NOT NULL,
    series    text COLLATE "C" NOT NULL,
    number    bigint           NOT NULL,
    previous  bigint           GENERATED ALWAYS AS (nullif(number, 1) - 1) STORED,
    cause     text COLLATE "C" NOT NULL,
    corrects  bigint,
    hold      text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    currency  text COLLATE "C" NOT NULL,
    total     bigint           NOT NULL,
    paid      bigint           NOT NULL,
    customer  text,
    content   text             NOT NULL,
    -- THE PROMISE: two receipts never have the same number.
    CONSTRAINT receipt_number_once PRIMARY KEY (workspace, series, number),
    -- THE PROMISE: a series has no gap: it begins with 1, and each other number follows the one
    -- before. A receipt that has a next one cannot be deleted.
    CONSTRAINT receipt_number_counts CHECK (number >= 1),
    CONSTRAINT receipt_number_follows FOREIGN KEY (workspace, series, previous)
        REFERENCES receipt (workspace, series, number),
    -- THE PROMISE: what is paid, refunded or cancelled once has one receipt.
    CONSTRAINT receipt_cause_once UNIQUE (workspace, cause),
    CONSTRAINT receipt_corrects_an_earlier_one FOREIGN KEY (workspace, series, corrects)
        REFERENCES receipt (workspace, series, number),
    CONSTRAINT receipt_corrects_before CHECK (corrects < number),
    CONSTRAINT receipt_correction_names_what_it_corrects
        CHECK ((corrects IS NULL) = (cause LIKE 'payment %' OR cause LIKE 'booked %')),
    CONSTRAINT receipt_sums_count
        CHECK (abs(paid) <= abs(total) AND (corrects IS NOT NULL OR (total >= 0 AND paid >= 0)))
);

CREATE INDEX receipt_of_hold ON receipt (workspace, hold, series, number);
CREATE INDEX receipt_by_time ON receipt (workspace, made_at, series, number);

-- THE PROMISE: a receipt never changes and is never deleted. Only the customer's name can be taken
-- out, when the person is forgotten.
CREATE FUNCTION receipt_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A generated column is not computed yet in NEW.
    IF TG_OP = 'UPDATE' AND NEW.customer IS NULL
            AND to_jsonb(NEW) - '{customer,previous}'::text[]
              = to_jsonb(OLD) - '{customer,previous}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a receipt never changes' USING ERRCODE = '23514',
        CONSTRAINT = 'receipt_never_changes', TABLE = 'receipt';
END $$;

CREATE TRIGGER receipt_never_changes BEFORE UPDATE OR DELETE ON receipt
    FOR EACH ROW EXECUTE FUNCTION receipt_stays();

-- What a receipt is to be made for. The row is written in the transaction in which it happens, and
-- removed in the one that makes the receipt. amount is what was paid or refunded; for a booking that
-- is paid in another way it is NULL. method is the payment's provider.
--
-- forgotten is whether the person was forgotten since. It is written and read under the row's lock.
CREATE TABLE receipt_due (
    workspace text COLLATE "C" NOT NULL,
    cause     text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    corrects  text COLLATE "C",
    amount    bigint,
    currency  text COLLATE "C",
    method    text COLLATE "C",
    at        timestamptz      NOT NULL,
    due_at    timestamptz      NOT NULL,
    tries     integer          NOT NULL,
    forgotten boolean          NOT NULL,
    CONSTRAINT receipt_due_once PRIMARY KEY (workspace, cause)
);

CREATE INDEX receipt_due_next ON receipt_due (due_at, at);
CREATE INDEX receipt_due_of_hold ON receipt_due (workspace, hold);

CREATE FUNCTION payment_needs_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                             tries, forgotten)
    VALUES (NEW.workspace, 'payment ' || NEW.payment, coalesce(NEW.retaken, NEW.hold), NULL,
            NEW.amount, NEW.currency, NEW.provider, the_clock(), the_clock(), 0, false);
    -- What was refunded in the provider's dashboard before the payment was known as settled.
    INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                             tries, forgotten)
    SELECT workspace, 'refund ' || refund, coalesce(NEW.retaken, NEW.hold),
           'payment ' || payment, amount, NEW.currency, NEW.provider, the_clock(), the_clock(), 0,
           false
      FROM refund
     WHERE workspace = NEW.workspace AND payment = NEW.payment AND state = 'done';
    RETURN NULL;
END $$;

CREATE TRIGGER payment_has_receipt AFTER UPDATE OF state ON payment
    FOR EACH ROW WHEN (NEW.state = 'settled' AND OLD.state <> 'settled')
    EXECUTE FUNCTION payment_needs_receipt();

-- A payment that was never settled has no receipt, and neither has its refund.
CREATE FUNCTION refund_needs_correction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    failed boolean := NEW.state = 'failed';
BEGIN
    INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                             tries, forgotten)
    SELECT workspace, CASE WHEN failed THEN 'failed ' ELSE 'refund ' END || NEW.refund,
           coalesce(retaken, hold),
           CASE WHEN failed THEN 'refund ' || NEW.refund ELSE 'payment ' || payment END,
           NEW.amount, currency, provider, the_clock(), the_clock(), 0, false
      FROM payment
     WHERE workspace = NEW.workspace AND payment = NEW.payment AND state = 'settled';
    RETURN NULL;
END $$;

CREATE TRIGGER refund_done_has_correction AFTER UPDATE OF state ON refund
    FOR EACH ROW WHEN (NEW.state = 'done' AND OLD.state <> 'done'
                       OR NEW.state = 'failed' AND OLD.state = 'done')
    EXECUTE FUNCTION refund_needs_correction();
CREATE TRIGGER refund_found_has_correction AFTER INSERT ON refund
    FOR EACH ROW WHEN (NEW.state = 'done')
    EXECUTE FUNCTION refund_needs_correction();

-- What was paid before there were receipts.
INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                         tries, forgotten)
SELECT workspace, 'payment ' || payment, coalesce(retaken, hold), NULL, amount, currency, provider,
       made_at, the_clock(), 0, false
  FROM payment WHERE state = 'settled'
UNION ALL
SELECT refund.workspace, 'refund ' || refund.refund, coalesce(payment.retaken, payment.hold),
       'payment ' || refund.payment, refund.amount, payment.currency, payment.provider,
       refund.changed_at, the_clock(), 0, false
  FROM refund
  JOIN payment ON payment.workspace = refund.workspace AND payment.payment = refund.payment
 WHERE refund.state = 'done' AND payment.state = 'settled'
UNION ALL
SELECT workspace, 'booked ' || hold, hold, NULL, NULL, NULL, NULL, made_at, the_clock(), 0, false
  FROM booking WHERE state = 'booked';
