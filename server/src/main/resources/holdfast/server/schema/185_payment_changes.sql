-- Changes of payments in the outbox, and the mails about them.

-- A change of a payment is here once too. Its cause is the payment, or the payment and the refund
-- as in 'pay_1/ref_1'; its version is 0, because the booking itself did not change.
ALTER TABLE booking_change DROP CONSTRAINT booking_change_kind_known;
ALTER TABLE booking_change ADD CONSTRAINT booking_change_kind_known
    CHECK (kind IN ('booked', 'exchanged', 'moved', 'cancelled', 'transferBegun',
        'transferMissing', 'paymentSettled', 'paymentOwed', 'paymentFailed', 'paymentReturned',
        'paymentRefunded'));

ALTER TABLE mail DROP CONSTRAINT mail_kind_known;
ALTER TABLE mail ADD CONSTRAINT mail_kind_known CHECK (kind IN ('booked', 'exchanged', 'moved',
    'cancelled', 'reminder', 'transfer', 'paymentLate', 'paymentFailed', 'paymentOwed',
    'paidLate', 'refunded', 'staffCopy'));

-- Where mails about the payment go, also when there is no booking. It is the contact's address in
-- lower case, and is gone when the contact is.
ALTER TABLE payment ADD COLUMN email text
    GENERATED ALWAYS AS (lower(contact::jsonb ->> 'email')) STORED;

CREATE INDEX payment_email ON payment (workspace, email) WHERE email IS NOT NULL;
