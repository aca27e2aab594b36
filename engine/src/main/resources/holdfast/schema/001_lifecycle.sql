-- The life cycle: workspaces, holds, keys and the journal.
-- Every key begins with the workspace; nothing refers across workspaces.

-- The only clock that decides anything. It is a function so that a test can set it.
CREATE FUNCTION the_clock() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    AS 'SELECT clock_timestamp()';

-- Keeps what the clock says, for the rest of the transaction, so that rows can be written that
-- count from it before anybody outside has heard of it.
CREATE FUNCTION keep_clock() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    AS 'SELECT set_config(''holdfast.clock'', the_clock()::text, true)::timestamptz';

CREATE FUNCTION kept_clock() RETURNS timestamptz
    LANGUAGE sql STABLE
    AS 'SELECT current_setting(''holdfast.clock'')::timestamptz';

-- What the clock says now, unless so many microseconds have passed since it was kept, or it was
-- set back: what was written meanwhile, counting from then, would be granted too late.
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

-- How far journals were before this transaction counted them on, for the statement that writes
-- their lines.
CREATE FUNCTION keep_versions(versions bigint[]) RETURNS text
    LANGUAGE sql VOLATILE
    AS 'SELECT set_config(''holdfast.versions'', versions::text, true)';

CREATE FUNCTION kept_versions() RETURNS bigint[]
    LANGUAGE sql STABLE
    AS 'SELECT current_setting(''holdfast.versions'')::bigint[]';

-- Undoes a transaction whose write found other rows than the decision spoke of.
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

-- One row for each hold, for life: a booking is the same row in another state.
-- "until" is the deadline of a held one and infinity for a booked or blocked one; an ended hold
-- keeps the moment it ended. "claims" says exactly what was taken, one line for each piece.
-- "reason" is why the house blocked it; the notes are the caller's, of the hold and of the booking.
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
    -- What cannot lapse has no deadline, and what can has one.
    CONSTRAINT hold_deadline_fits_state
        CHECK ((state IN ('booked', 'blocked')) = (until = 'infinity')),
    CONSTRAINT hold_takes_something CHECK (cardinality(claims) > 0),
    CONSTRAINT hold_version_counts CHECK (version >= 1)
) WITH (fillfactor = 80);

-- The broom's way to lapsed holds. Nothing but tidiness depends on it.
CREATE INDEX hold_lapsing ON hold (workspace, until) WHERE state = 'held';

-- THE PROMISE: what is described and what is on sale change together. A listing is the caller's
-- description of something on sale; version counts its changes, each of them in one transaction
-- with the inventories and with the caller's own rows. A hold names the versions that it was priced
-- by, and is refused where they are not these. venue_hold is the booking of a hall's time in the
-- listing's name, at most one.
CREATE TABLE listing (
    workspace  text COLLATE "C" NOT NULL,
    listing    text COLLATE "C" NOT NULL,
    version    bigint           NOT NULL,
    venue_hold text COLLATE "C",
    CONSTRAINT listing_once PRIMARY KEY (workspace, listing),
    CONSTRAINT listing_version_counts CHECK (version >= 0)
) WITH (fillfactor = 80);

-- Same key, same answer: whatever was answered to a keyed request, in one place for all verbs, so
-- that no key has two. request is a digest of what was asked. A second row for a key cannot be
-- written, whichever node tries. A made hold is named; any other answer stands here as text.
CREATE TABLE replay (
    workspace text COLLATE "C" NOT NULL,
    key       text COLLATE "C" NOT NULL,
    request   text COLLATE "C" NOT NULL,
    outcome   text             NOT NULL,
    at        timestamptz      NOT NULL,
    CONSTRAINT replay_key_once PRIMARY KEY (workspace, key)
);

-- What happened, in order, for each inventory: versions are counted under the inventory's row
-- lock, so they have no gaps. Written in the same transaction as what it tells; never changed.
-- effect: 'offer' says what the inventory is from now on (claim holds its definition),
--         'take' begins a claim, 'keep' gives it another deadline or state, 'give' ends it.
-- hold_version is the version that the hold has from this line on; a lapse, which is found out for
-- each inventory on its own, has 0. The first line of a hold also carries its customer;
-- the first line of a change carries the request that made it, by which a retry knows its own deed.
-- note: on every line of a block, why; on the first line of a hold, an exchange or a confirmation,
-- the note that the hold, or its booking, has from there on.
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
