-- Fees for a late cancellation and for a visit that was missed. docs/fees.md says how they are
-- computed.

-- A row is asked before its booking is cancelled, and charged in the transaction that cancels. amount
-- is the whole fee; what was paid for the booking pays it first. received is what staff took for the
-- rest. forgone is what is no longer to be paid on site, of the price of a missed visit.
CREATE TABLE booking_fee (
    workspace  text COLLATE "C" NOT NULL,
    hold       text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    amount     bigint           NOT NULL,
    currency   text COLLATE "C" NOT NULL,
    received   bigint           NOT NULL,
    forgone    bigint           NOT NULL,
    state      text COLLATE "C" NOT NULL,
    made_by    text             NOT NULL,
    made_at    timestamptz      NOT NULL,
    changed_at timestamptz      NOT NULL,
    -- THE PROMISE: a booking is charged once for its cancellation, and once for a missed visit.
    CONSTRAINT booking_fee_once PRIMARY KEY (workspace, hold, kind),
    CONSTRAINT booking_fee_kind_known CHECK (kind IN ('cancelled', 'noShow')),
    CONSTRAINT booking_fee_state_known CHECK (state IN ('asked', 'charged', 'received', 'waived')),
    -- THE PROMISE: no more is received for a fee than its amount.
    CONSTRAINT booking_fee_receives_at_most_its_amount
        CHECK (amount >= 0 AND forgone >= 0 AND received BETWEEN 0 AND amount)
);

ALTER TABLE receipt DROP CONSTRAINT receipt_correction_names_what_it_corrects;
ALTER TABLE receipt ADD CONSTRAINT receipt_first_corrects_nothing
    CHECK ((corrects IS NULL)
           = (cause LIKE 'payment %' OR cause LIKE 'booked %' OR cause LIKE 'fee %'));

-- What is received for a cancellation has a receipt of its own: the booking's was corrected. A missed
-- visit that is paid on site has the booking's receipt, which is corrected by what is forgone.
CREATE FUNCTION fee_needs_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                             tries, forgotten)
    SELECT NEW.workspace, needed.cause, NEW.hold, needed.corrects, needed.amount, NEW.currency,
           'onSite', the_clock(), the_clock(), 0, false
      FROM (VALUES ('fee ' || NEW.hold, NULL, NEW.received,
                    NEW.kind = 'cancelled' AND NEW.state = 'received' AND NEW.received > 0),
                   ('noShow ' || NEW.hold, 'booked ' || NEW.hold, NEW.forgone,
                    NEW.kind = 'noShow' AND NEW.state = 'charged' AND NEW.forgone > 0),
                   ('waived ' || NEW.hold, 'booked ' || NEW.hold, NEW.amount,
                    NEW.kind = 'noShow' AND NEW.state = 'waived' AND NEW.amount > 0
                    AND (EXISTS (SELECT FROM receipt WHERE workspace = NEW.workspace
                                  AND cause = 'booked ' || NEW.hold)
                         OR EXISTS (SELECT FROM receipt_due WHERE workspace = NEW.workspace
                                     AND cause = 'booked ' || NEW.hold))))
           AS needed (cause, corrects, amount, due)
     WHERE needed.due
    ON CONFLICT ON CONSTRAINT receipt_due_once DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER fee_charged_has_correction AFTER INSERT ON booking_fee
    FOR EACH ROW EXECUTE FUNCTION fee_needs_receipt();
CREATE TRIGGER fee_received_has_receipt AFTER UPDATE OF state ON booking_fee
    FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION fee_needs_receipt();
