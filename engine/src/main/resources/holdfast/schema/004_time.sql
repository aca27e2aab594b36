-- Time: no two intervals overlap.

-- lanes: how many the calendar takes at once (a sauna for eight has eight); hours: when it is open,
-- in its own time zone, NULL for always.
CREATE TABLE calendar (
    workspace text COLLATE "C" NOT NULL,
    calendar  text COLLATE "C" NOT NULL,
    version   bigint           NOT NULL,
    stamp     bigint           NOT NULL,
    offered   boolean          NOT NULL,
    lanes     integer          NOT NULL,
    hours     text,
    CONSTRAINT calendar_once PRIMARY KEY (workspace, calendar),
    CONSTRAINT calendar_has_lanes CHECK (lanes > 0)
) WITH (fillfactor = 50);

-- One number for each lane of each calendar.
CREATE FUNCTION track(calendar text, lane integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ('x' || substr(md5(calendar || '/' || lane::text), 1, 16))::bit(64)::bigint;

-- THE PROMISE: in one lane of one calendar no two periods overlap, buffers included. A calendar for
-- n at once has n lanes, so that "at most n" is the same promise n times. visit is the period
-- without its buffers, and part which part of the visit it serves. track is one number for a
-- calendar's lane, which makes the constraint three times as fast as the names it is computed from;
-- two lanes with the same number (one chance in ten million million million) would refuse each
-- other, never sell twice.
CREATE TABLE time_claim (
    workspace text COLLATE "C" NOT NULL,
    calendar  text COLLATE "C" NOT NULL,
    lane      integer          NOT NULL,
    period    tstzrange        NOT NULL,
    track     bigint GENERATED ALWAYS AS (track(calendar, lane)) STORED,
    hold      text COLLATE "C" NOT NULL,
    item      integer          NOT NULL,
    part      integer          NOT NULL,
    visit     tstzrange        NOT NULL,
    state     text COLLATE "C" NOT NULL,
    until     timestamptz      NOT NULL,
    -- Finds a row by its calendar, for changes, for the audit and for logical replication, which
    -- cannot use an exclusion constraint.
    CONSTRAINT time_claim_once PRIMARY KEY (workspace, calendar, lane, period),
    CONSTRAINT time_never_overlaps EXCLUDE USING gist
        (track WITH =, period WITH &&, workspace WITH =),
    CONSTRAINT time_lane_counts CHECK (lane >= 0),
    CONSTRAINT time_period_half_open CHECK (lower_inc(period) AND NOT upper_inc(period)),
    CONSTRAINT time_visit_within_period CHECK (visit <@ period),
    CONSTRAINT time_claim_state_known CHECK (state IN ('held', 'booked', 'blocked')),
    CONSTRAINT time_claim_deadline_fits_state CHECK ((state = 'held') = (until < 'infinity'))
);

