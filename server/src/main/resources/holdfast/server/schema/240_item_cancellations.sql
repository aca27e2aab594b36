-- Items that were cancelled while the rest of their booking stays. docs/fees.md says what it costs.

-- A row is asked before its booking is exchanged for the other items. The note of that exchange names
-- it, and the transaction that exchanges makes it done. stamp and item say what was cancelled: the
-- version that was sold, and the item as a client asks for it. price is what the booking costs less
-- without it, fee is what of that the customer owes all the same. rate is the tax of the item.
CREATE TABLE item_cancellation (
    workspace    text COLLATE "C" NOT NULL,
    cancellation text COLLATE "C" NOT NULL,
    hold         text COLLATE "C" NOT NULL,
    stamp        text COLLATE "C" NOT NULL,
    item         text             NOT NULL,
    price        bigint           NOT NULL,
    fee          bigint           NOT NULL,
    refund       bigint           NOT NULL,
    currency     text COLLATE "C" NOT NULL,
    rate         integer,
    state        text COLLATE "C" NOT NULL,
    version      integer,
    made_by      text             NOT NULL,
    made_at      timestamptz      NOT NULL,
    CONSTRAINT item_cancellation_id_once PRIMARY KEY (workspace, cancellation),
    CONSTRAINT item_cancellation_state_known CHECK (state IN ('asked', 'done')),
    CONSTRAINT item_cancellation_done_has_version CHECK ((state = 'done') = (version IS NOT NULL)),
    -- THE PROMISE: each cancellation of an item is a version of its booking, and has it alone.
    CONSTRAINT item_cancellation_once UNIQUE (workspace, hold, version),
    -- THE PROMISE: no more is refunded for an item than the booking costs less without it.
    CONSTRAINT item_cancellation_refunds_at_most_its_price
        CHECK (price >= 0 AND fee >= 0 AND refund BETWEEN 0 AND price)
);

CREATE INDEX item_cancellation_of_hold ON item_cancellation (workspace, hold);

-- How much of it a payment gives back, and under which id. The refund is written in the transaction
-- that cancels the item; if the payment is not charged yet, in the one that writes that it is.
CREATE TABLE item_refund (
    workspace    text COLLATE "C" NOT NULL,
    cancellation text COLLATE "C" NOT NULL,
    payment      text COLLATE "C" NOT NULL,
    refund       text COLLATE "C" NOT NULL,
    amount       bigint           NOT NULL,
    CONSTRAINT item_refund_once PRIMARY KEY (workspace, cancellation, payment),
    CONSTRAINT item_refund_id_once UNIQUE (workspace, refund),
    CONSTRAINT item_refund_counts CHECK (amount > 0),
    CONSTRAINT item_refund_of_one FOREIGN KEY (workspace, cancellation)
        REFERENCES item_cancellation (workspace, cancellation) ON DELETE CASCADE
);

CREATE INDEX item_refund_payment ON item_refund (workspace, payment);

-- How much of a payment is kept when its booking is cancelled, instead of how much is refunded: what is
-- refunded meanwhile, as for an item of it, is then not refunded a second time.
ALTER TABLE payment RENAME COLUMN refund_at_cancel TO keep_at_cancel;
UPDATE payment SET keep_at_cancel = greatest(0, amount - keep_at_cancel)
 WHERE keep_at_cancel IS NOT NULL;

-- A booking that is paid on site or elsewhere has a receipt of its price, which is corrected by what it
-- costs less.
CREATE FUNCTION cancelled_item_needs_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO receipt_due (workspace, cause, hold, corrects, amount, currency, method, at, due_at,
                             tries, forgotten)
    SELECT NEW.workspace, 'item ' || NEW.cancellation, NEW.hold, 'booked ' || NEW.hold,
           NEW.price - NEW.fee, NEW.currency, 'onSite', the_clock(), the_clock(), 0, false
     WHERE NEW.price > NEW.fee
       AND (EXISTS (SELECT FROM receipt WHERE workspace = NEW.workspace
                     AND cause = 'booked ' || NEW.hold)
            OR EXISTS (SELECT FROM receipt_due WHERE workspace = NEW.workspace
                        AND cause = 'booked ' || NEW.hold))
    ON CONFLICT ON CONSTRAINT receipt_due_once DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER item_cancelled_has_correction AFTER UPDATE OF state ON item_cancellation
    FOR EACH ROW WHEN (NEW.state = 'done' AND OLD.state <> 'done')
    EXECUTE FUNCTION cancelled_item_needs_correction();
