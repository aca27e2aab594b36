-- Where bookings and blocks are found. These rows are written in the transaction that makes,
-- changes or ends the booking or block, so that they know neither more nor fewer than the engine;
-- what each of them is, the engine says.
-- Each way of looking has an index that begins with what is looked for and goes on in the sequence
-- of the pages (made_at, hold), so that a page costs a page, however many bookings there are.

-- reference and email as they are compared: in capitals, and in small letters.
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

-- Each word of the name that a booking was made in, without accents and in small letters. A table
-- of its own, so that nothing but the index of words leads to its rows.
CREATE TABLE booking_word (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    word      text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT booking_word_once PRIMARY KEY (workspace, hold, word)
);

CREATE INDEX booking_by_word ON booking_word (workspace, word, made_at, hold);

-- The events and calendars that a booking has something of, or had when it was cancelled.
CREATE TABLE booking_thing (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    thing     text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT booking_thing_once PRIMARY KEY (workspace, hold, thing)
);

CREATE INDEX booking_by_thing ON booking_thing (workspace, thing, state, made_at, hold);

-- What is blocked now.
CREATE TABLE block (
    workspace text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT block_once PRIMARY KEY (workspace, hold)
);

CREATE INDEX block_by_time ON block (workspace, made_at, hold);
