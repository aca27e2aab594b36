-- The outbox: what has to be said about bookings, and to whom.

-- THE PROMISE: each change of a booking is here once. It is written in the transaction that changes
-- the booking. cause is empty, or names the version of an event that moved, as in 'evt_1@5'; such a
-- row is about a booking that itself did not change, and has version 0.
--
-- number is NULL until the change is handed on: to mails, to webhooks, and to readers of the list of
-- changes. It is given under the lock of the workspace's row in change_feed, and not when the change
-- is written, because two bookings may commit in another order than they were written.
CREATE TABLE booking_change (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    version   integer          NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    cause     text COLLATE "C" NOT NULL,
    at        timestamptz      NOT NULL,
    number    bigint,
    CONSTRAINT booking_change_once PRIMARY KEY (workspace, hold, version, kind, cause),
    CONSTRAINT booking_change_number_once UNIQUE (workspace, number),
    CONSTRAINT booking_change_kind_known
        CHECK (kind IN ('booked', 'exchanged', 'moved', 'cancelled', 'transferBegun',
            'transferMissing', 'paymentSettled', 'paymentOwed', 'paymentFailed', 'paymentReturned',
            'paymentRefunded'))
);

CREATE INDEX booking_change_new ON booking_change (workspace, at, version) WHERE number IS NULL;

-- The last number of a workspace's changes.
CREATE TABLE change_feed (
    workspace text COLLATE "C" NOT NULL,
    changes   bigint           NOT NULL,
    CONSTRAINT change_feed_once PRIMARY KEY (workspace)
);

-- Events that moved, until all their bookings have a change of the kind moved. after_at and
-- after_hold say how far that is.
CREATE TABLE event_move (
    workspace  text COLLATE "C" NOT NULL,
    event      text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL,
    after_at   timestamptz      NOT NULL,
    after_hold text COLLATE "C" NOT NULL,
    CONSTRAINT event_move_once PRIMARY KEY (workspace, event, version)
);

-- When the visits of a booking begin; for reminders. Rows in the past are removed.
CREATE TABLE booking_visit (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    starts_at timestamptz      NOT NULL,
    CONSTRAINT booking_visit_once PRIMARY KEY (workspace, hold, starts_at)
);

CREATE INDEX booking_visit_next ON booking_visit (workspace, starts_at, hold);
