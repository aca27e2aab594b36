-- Deposits: the rest of a booking is paid by payments of its own. docs/deposits.md says when.

-- part is what a payment pays: the booking, which it makes, or the rest of one that was made.
ALTER TABLE payment ADD COLUMN part text COLLATE "C" NOT NULL DEFAULT 'booking';
ALTER TABLE payment ALTER COLUMN part DROP DEFAULT;
ALTER TABLE payment DROP CONSTRAINT payment_one_live_for_a_hold;
ALTER TABLE payment
    ADD CONSTRAINT payment_part_known CHECK (part IN ('booking', 'rest')),
    -- THE PROMISE: of the payments that can still become or are the payment of a booking, a hold has
    -- one.
    ADD CONSTRAINT payment_one_live_for_a_hold EXCLUDE USING btree (workspace WITH =, hold WITH =)
        WHERE (part = 'booking' AND state NOT IN ('closed', 'returned', 'releasing', 'returning')),
    -- THE PROMISE: a customer cannot pay the rest of a booking twice at the same time.
    ADD CONSTRAINT payment_one_rest_at_a_time EXCLUDE USING btree (workspace WITH =, hold WITH =)
        WHERE (part = 'rest' AND state NOT IN ('closed', 'returned', 'releasing', 'returning',
                                               'settled'));

-- The mail about the rest that was paid.
ALTER TABLE mail DROP CONSTRAINT mail_kind_known;
ALTER TABLE mail ADD CONSTRAINT mail_kind_listed CHECK (kind IN ('booked', 'exchanged', 'moved',
    'cancelled', 'reminder', 'transfer', 'paymentLate', 'paymentFailed', 'paymentOwed', 'paidLate',
    'refunded', 'restPaid', 'staffCopy'));
