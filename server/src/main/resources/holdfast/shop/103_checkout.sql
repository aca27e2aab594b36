-- From a basket to a booking.

-- What the tokens of a workspace's holds are worked out with.
CREATE TABLE workspace_secret (
    workspace text COLLATE "C" NOT NULL,
    secret    text             NOT NULL,
    CONSTRAINT workspace_secret_once PRIMARY KEY (workspace)
);

-- Bookings are found by what their note says. The note is written with the booking, in one
-- transaction, and so are these: there is no second table that could know other bookings. A note
-- that is not the shop's has none of these words in it and is simply not found.
CREATE INDEX booking_by_reference ON hold
    (workspace, (substring(booking_note FROM '"reference":"([A-Z0-9]+)"')))
    WHERE booking_note IS NOT NULL;

CREATE INDEX booking_by_mail ON hold
    (workspace, (lower(substring(booking_note FROM '"email":"([^"]*)"'))))
    WHERE booking_note IS NOT NULL;

CREATE INDEX booking_by_name ON hold
    (workspace,
     (lower(substring(booking_note FROM '"name":"([^"]*)"'))) text_pattern_ops)
    WHERE booking_note IS NOT NULL;

CREATE INDEX booking_by_time ON hold (workspace, made_at, hold) WHERE booking_note IS NOT NULL;

CREATE INDEX booking_by_customer ON hold (workspace, customer, made_at, hold)
    WHERE booking_note IS NOT NULL;

CREATE INDEX block_by_time ON hold (workspace, made_at, hold) WHERE state = 'blocked';

-- Who asked for what, where the engine's journal only says that it happened. It is written before
-- the thing is done, so that nothing is done by nobody.
CREATE TABLE deed (
    workspace text COLLATE "C" NOT NULL,
    subject   text COLLATE "C" NOT NULL,
    deed      text COLLATE "C" NOT NULL,
    at        timestamptz      NOT NULL,
    verb      text             NOT NULL,
    author    text             NOT NULL,
    why       text,
    CONSTRAINT deed_once PRIMARY KEY (workspace, subject, deed)
);
