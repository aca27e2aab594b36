-- Where mails about the payment go, also when there is no booking. It is the contact's address in
-- lower case, and is gone when the contact is.
ALTER TABLE payment ADD COLUMN email text
    GENERATED ALWAYS AS (lower(contact::jsonb ->> 'email')) STORED;

CREATE INDEX payment_email ON payment (workspace, email) WHERE email IS NOT NULL;
