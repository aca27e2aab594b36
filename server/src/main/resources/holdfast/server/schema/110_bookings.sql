-- The search index of bookings and blocks. The rows are written in the transaction that makes,
-- changes or ends the booking or block, so that they always agree with the engine, which has the
-- content. Each way of searching has an index that begins with what is searched and goes on in the
-- order of the pages (made_at, hold), so that the cost of a page does not depend on the number of
-- bookings.

-- reference and email are stored as they are compared: in upper case, and in lower case.
CREATE TABLE booking (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    reference text COLLATE "C" NOT NULL,
    email     text COLLATE "C",
    customer  text COLLATE "C",
    CONSTRAINT booking_once PRIMARY KEY (workspace, hold),
    CONSTRAINT booking_state_known CHECK (state IN ('booked', 'cancelled'))
);

CREATE INDEX booking_by_time ON booking (workspace, made_at, hold);
CREATE INDEX booking_by_state ON booking (workspace, state, made_at, hold);
CREATE INDEX booking_by_reference ON booking (workspace, reference, made_at, hold);
CREATE INDEX booking_by_email ON booking (workspace, email, made_at, hold)
    WHERE email IS NOT NULL;
CREATE INDEX booking_by_customer ON booking (workspace, customer, made_at, hold)
    WHERE customer IS NOT NULL;

-- Each word of the name on a booking, without accents and in lower case. A table of its own, so
-- that only the index of words leads to its rows.
CREATE TABLE booking_word (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    word      text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT booking_word_once PRIMARY KEY (workspace, hold, word)
);

CREATE INDEX booking_by_word ON booking_word (workspace, word, made_at, hold);

-- The catalogue entries (events and calendars) that a booking has items of, or had when it
-- was cancelled.
CREATE TABLE booking_entry (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    entry     text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT booking_entry_once PRIMARY KEY (workspace, hold, entry)
);

CREATE INDEX booking_by_entry ON booking_entry (workspace, entry, state, made_at, hold);

-- The blocks in force.
CREATE TABLE block (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT block_once PRIMARY KEY (workspace, hold)
);

CREATE INDEX block_by_time ON block (workspace, made_at, hold);
