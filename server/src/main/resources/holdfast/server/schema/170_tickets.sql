-- Tickets. The rows are written in the transaction that makes, changes or ends the booking, so that
-- they always agree with the engine, which has what was sold.

-- THE PROMISE: what was sold once has one valid ticket. unit names what the ticket stands for: a seat
-- by its seat map and name, a place or a visit by its booking and a number. A ticket whose unit is
-- no longer sold is revoked and never valid again; the unit's next buyer gets another ticket.
--
-- sequence counts the ticket's codes: only the code with the present number is valid. name and email
-- are the person it was passed on to; without them the booking's customer comes.
CREATE TABLE ticket (
    workspace   text COLLATE "C" NOT NULL,
    ticket      text COLLATE "C" NOT NULL,
    hold        text COLLATE "C" NOT NULL,
    subject     text COLLATE "C" NOT NULL,
    area        text COLLATE "C" NOT NULL,
    unit        text COLLATE "C" NOT NULL,
    admits      bigint           NOT NULL,
    sequence    integer          NOT NULL,
    state       text COLLATE "C" NOT NULL,
    signing_key integer          NOT NULL,
    name        text,
    email       text COLLATE "C",
    made_at     timestamptz      NOT NULL,
    changed_at  timestamptz      NOT NULL,
    blocked_at  timestamptz,
    CONSTRAINT ticket_once PRIMARY KEY (workspace, ticket),
    CONSTRAINT ticket_state_known CHECK (state IN ('valid', 'revoked')),
    CONSTRAINT ticket_admits_some CHECK (admits >= 1),
    CONSTRAINT ticket_sequence_counts CHECK (sequence BETWEEN 1 AND 65535)
) WITH (fillfactor = 90);

CREATE UNIQUE INDEX ticket_unit_once ON ticket (workspace, unit) WHERE state = 'valid';
CREATE INDEX ticket_by_hold ON ticket (workspace, hold);
-- The door list, and the codes that are no longer valid.
CREATE INDEX ticket_by_subject ON ticket (workspace, subject, ticket);
CREATE INDEX ticket_by_email ON ticket (workspace, email) WHERE email IS NOT NULL;

-- The Ed25519 keys that sign a workspace's tickets. The newest one signs; every one verifies.
CREATE TABLE ticket_key (
    workspace   text COLLATE "C" NOT NULL,
    signing_key integer          NOT NULL,
    public_key  text             NOT NULL,
    private_key text             NOT NULL,
    made_at     timestamptz      NOT NULL,
    CONSTRAINT ticket_key_once PRIMARY KEY (workspace, signing_key),
    -- A code's first letters are the key's number; above this one of them could be a space.
    CONSTRAINT ticket_key_counts CHECK (signing_key BETWEEN 1 AND 1000)
);

-- The doors of an event.
--
-- areas are those that the door admits; none means all.
CREATE TABLE event_door (
    workspace text COLLATE "C"   NOT NULL,
    event     text COLLATE "C"   NOT NULL,
    door      text COLLATE "C"   NOT NULL,
    name      text               NOT NULL,
    areas     text[]             NOT NULL,
    opens_at  timestamptz,
    CONSTRAINT event_door_once PRIMARY KEY (workspace, event, door)
);
