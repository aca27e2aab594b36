-- Check-ins at the door.

-- THE PROMISE: a ticket has entered at most once. An entry ends when the person leaves, or when it
-- is undone; only then can the ticket enter again.
--
-- nonce is the scanner's own number for one scan, so that a scan that is sent again is one entry.
-- at is when the ticket was scanned, recorded_at when it was written: later for a scan that was
-- made offline. forced names what was overridden.
CREATE TABLE check_in (
    workspace     text COLLATE "C" NOT NULL,
    check_in      text COLLATE "C" NOT NULL,
    nonce         text COLLATE "C" NOT NULL,
    ticket        text COLLATE "C" NOT NULL,
    hold          text COLLATE "C" NOT NULL,
    subject       text COLLATE "C" NOT NULL,
    area          text COLLATE "C" NOT NULL,
    admits        bigint           NOT NULL,
    sequence      integer          NOT NULL,
    state         text COLLATE "C" NOT NULL,
    door          text             NOT NULL,
    at            timestamptz      NOT NULL,
    recorded_at   timestamptz      NOT NULL,
    author        text             NOT NULL,
    device        text,
    forced        text COLLATE "C",
    left_nonce    text COLLATE "C",
    left_door     text,
    left_at       timestamptz,
    left_author   text,
    undone_at     timestamptz,
    undone_author text,
    CONSTRAINT check_in_once PRIMARY KEY (workspace, check_in),
    CONSTRAINT check_in_nonce_once UNIQUE (workspace, nonce),
    CONSTRAINT check_in_left_nonce_once UNIQUE (workspace, left_nonce),
    CONSTRAINT check_in_state_known CHECK (state IN ('inside', 'left', 'undone')),
    CONSTRAINT check_in_left_fits_state CHECK ((left_at IS NOT NULL) = (state = 'left')),
    CONSTRAINT check_in_undone_fits_state CHECK ((undone_at IS NOT NULL) = (state = 'undone')),
    CONSTRAINT check_in_ticket_known FOREIGN KEY (workspace, ticket)
        REFERENCES ticket (workspace, ticket) DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX check_in_entered_once ON check_in (workspace, ticket) WHERE state = 'inside';
CREATE INDEX check_in_by_ticket ON check_in (workspace, ticket, at);
CREATE INDEX check_in_by_hold ON check_in (workspace, hold);
CREATE INDEX check_in_by_subject ON check_in (workspace, subject, state);

-- A scan that was made offline and that the server would have refused. Nothing is refused on upload:
-- the person is inside already, so that the desk gets a line to settle.
CREATE TABLE check_in_conflict (
    workspace         text COLLATE "C" NOT NULL,
    check_in_conflict text COLLATE "C" NOT NULL,
    nonce             text COLLATE "C" NOT NULL,
    ticket            text COLLATE "C",
    hold              text COLLATE "C",
    subject           text COLLATE "C" NOT NULL,
    reason            text COLLATE "C" NOT NULL,
    direction         text COLLATE "C" NOT NULL,
    door              text             NOT NULL,
    at                timestamptz      NOT NULL,
    recorded_at       timestamptz      NOT NULL,
    author            text             NOT NULL,
    device            text             NOT NULL,
    settled_at        timestamptz,
    settled_author    text,
    CONSTRAINT check_in_conflict_once PRIMARY KEY (workspace, check_in_conflict),
    CONSTRAINT check_in_conflict_nonce_once UNIQUE (workspace, nonce),
    CONSTRAINT check_in_conflict_settled_whole
        CHECK ((settled_at IS NULL) = (settled_author IS NULL))
);

CREATE INDEX check_in_conflict_by_subject
    ON check_in_conflict (workspace, subject, check_in_conflict);
CREATE INDEX check_in_conflict_by_hold ON check_in_conflict (workspace, hold)
    WHERE hold IS NOT NULL;
