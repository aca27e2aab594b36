-- The life cycle: workspaces, holds, keys and the journal.
-- Every key begins with the workspace; nothing refers across workspaces.

-- The only clock that decides anything. It is a function so that a test can set it.
CREATE FUNCTION the_clock() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    AS 'SELECT clock_timestamp()';

-- Keeps the clock's time for the rest of the transaction, so that statements of the same round trip
-- can write rows that count from it.
CREATE FUNCTION keep_clock() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    AS 'SELECT set_config(''holdfast.clock'', the_clock()::text, true)::timestamptz';

CREATE FUNCTION kept_clock() RETURNS timestamptz
    LANGUAGE sql STABLE
    AS 'SELECT current_setting(''holdfast.clock'')::timestamptz';

-- The clock's time now. Fails if the allowed microseconds have passed since it was kept, or if it
-- was set back: rows that count from the kept time would be granted too late.
CREATE FUNCTION clock_in_time(allowed bigint) RETURNS timestamptz
    LANGUAGE plpgsql
    AS '
        DECLARE
            at timestamptz := the_clock();
        BEGIN
            IF at < kept_clock() OR at >= kept_clock() + allowed * interval ''1 microsecond'' THEN
                RAISE EXCEPTION ''kept at %, and now it is %'', kept_clock(), at
                    USING ERRCODE = ''HF001'';
            END IF;
            RETURN at;
        END';

-- Keeps the journals' versions from before this transaction, for the statement that writes their
-- lines.
CREATE FUNCTION keep_versions(versions bigint[]) RETURNS text
    LANGUAGE sql VOLATILE
    AS 'SELECT set_config(''holdfast.versions'', versions::text, true)';

CREATE FUNCTION kept_versions() RETURNS bigint[]
    LANGUAGE sql STABLE
    AS 'SELECT current_setting(''holdfast.versions'')::bigint[]';

-- Rolls back a transaction whose write found other rows than were decided.
CREATE FUNCTION as_decided(what text, seen bigint, decided bigint) RETURNS boolean
    LANGUAGE plpgsql
    AS '
        BEGIN
            IF seen <> decided THEN
                RAISE EXCEPTION ''%: % decided, % seen'', what, decided, seen
                    USING ERRCODE = ''HF001'';
            END IF;
            RETURN true;
        END';

CREATE TABLE workspace (
    workspace text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT workspace_once PRIMARY KEY (workspace)
);

-- One row for each hold, for life: a booking is the same row in another state. "until" is the
-- deadline of a held one and infinity for a booked or blocked one; an ended hold keeps the moment
-- it ended. "claims" says exactly what was taken, one line for each allotment. "reason" is why the
-- venue blocked it; the notes are the caller's, of the hold and of the booking.
CREATE TABLE hold (
    workspace    text COLLATE "C" NOT NULL,
    hold         text COLLATE "C" NOT NULL,
    state        text COLLATE "C" NOT NULL,
    version      integer          NOT NULL,
    until        timestamptz      NOT NULL,
    customer     text,
    attempt      text COLLATE "C" NOT NULL,
    made_at      timestamptz      NOT NULL,
    changed_at   timestamptz      NOT NULL,
    claims       text[]           NOT NULL,
    reason       text,
    note         text,
    booking_note text,
    CONSTRAINT hold_once PRIMARY KEY (workspace, hold),
    CONSTRAINT hold_state_known
        CHECK (state IN ('held', 'booked', 'blocked', 'cancelled', 'expired')),
    -- A booked or blocked hold has no deadline; any other has one, or the moment it ended.
    CONSTRAINT hold_deadline_fits_state
        CHECK ((state IN ('booked', 'blocked')) = (until = 'infinity')),
    CONSTRAINT hold_takes_something CHECK (cardinality(claims) > 0),
    CONSTRAINT hold_version_counts CHECK (version >= 1)
) WITH (fillfactor = 80);

-- Finds expired holds for the verb expire. No decision depends on it.
CREATE INDEX hold_expiring ON hold (workspace, until) WHERE state = 'held';

-- THE PROMISE: what is described and what is on sale change together. A listing is the caller's
-- description of something on sale; version counts its changes, each of them in one transaction
-- with the inventories and with the caller's own rows. A hold names the versions that it was priced
-- by, and is refused if they are not the current ones. venue_hold is the booking of the venue's
-- time in the listing's name, at most one.
CREATE TABLE listing (
    workspace  text COLLATE "C" NOT NULL,
    listing    text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL,
    venue_hold text COLLATE "C",
    CONSTRAINT listing_once PRIMARY KEY (workspace, listing),
    CONSTRAINT listing_version_counts CHECK (version >= 0)
) WITH (fillfactor = 80);

-- Idempotency keys: a repeated key gets the same answer. One table for all verbs, so that no key
-- has two answers. request is a digest of the request. No node can write a second row for a key. A
-- granted hold is named; any other answer is stored as text.
CREATE TABLE idempotency_key (
    workspace text COLLATE "C" NOT NULL,
    key       text COLLATE "C" NOT NULL,
    request   text COLLATE "C" NOT NULL,
    outcome   text             NOT NULL,
    at        timestamptz      NOT NULL,
    CONSTRAINT idempotency_key_once PRIMARY KEY (workspace, key)
);

-- What happened, in order, for each inventory: versions are counted under the inventory's row
-- lock, so they have no gaps. Written in the same transaction as the change; never updated.
-- effect: 'offer' says what the inventory is from now on (claim holds its definition),
--         'take' begins a claim, 'keep' gives it another deadline or state, 'give' ends it.
-- hold_version is the hold's version from this line on; an expiry, which is found in each inventory
-- on its own, has 0. The first line of a hold also has its customer; the first line of a change has
-- the request that made it, by which a retry finds its own change.
-- note: on every line of a block, its reason; on the first line of a hold, an exchange or a
-- confirmation, the note that the hold, or its booking, has from there on.
CREATE TABLE journal (
    workspace    text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    inventory    text COLLATE "C" NOT NULL,
    version      bigint           NOT NULL,
    at           timestamptz      NOT NULL,
    verb         text COLLATE "C" NOT NULL,
    effect       text COLLATE "C" NOT NULL,
    hold         text COLLATE "C",
    hold_version integer,
    until        timestamptz,
    claim        text             NOT NULL,
    note         text,
    customer     text,
    attempt      text COLLATE "C",
    CONSTRAINT journal_in_order PRIMARY KEY (workspace, kind, inventory, version),
    CONSTRAINT journal_kind_known CHECK (kind IN ('capacity', 'seats', 'time')),
    CONSTRAINT journal_verb_known CHECK (verb IN ('offer', 'withdraw', 'block', 'unblock',
        'hold', 'extend', 'exchange', 'confirm', 'cancel', 'expire')),
    CONSTRAINT journal_effect_known CHECK (effect IN ('offer', 'take', 'keep', 'give')),
    CONSTRAINT journal_claim_has_hold
        CHECK ((effect = 'offer') = (hold IS NULL) AND (hold IS NULL) = (hold_version IS NULL))
);

CREATE INDEX journal_of_hold ON journal (workspace, hold) WHERE hold IS NOT NULL;
