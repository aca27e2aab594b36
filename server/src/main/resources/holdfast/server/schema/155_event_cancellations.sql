-- Events of which every booking is cancelled, and how far that is.

-- A node that works on one has leased it until due_at; after a crash another node goes on. Its
-- state is running until all bookings that there were have been looked at. Until the event is over
-- it is due again, because a hold that was paid meanwhile may become a booking.
CREATE TABLE event_cancellation (
    workspace  text COLLATE "C" NOT NULL,
    event      text COLLATE "C" NOT NULL,
    refund     boolean          NOT NULL,
    reason     text,
    asked_by   text             NOT NULL,
    asked_at   timestamptz      NOT NULL,
    state      text COLLATE "C" NOT NULL,
    ends_at    timestamptz      NOT NULL,
    due_at     timestamptz,
    done_at    timestamptz,
    CONSTRAINT event_cancellation_once PRIMARY KEY (workspace, event),
    CONSTRAINT event_cancellation_state_known CHECK (state IN ('running', 'done'))
);

CREATE INDEX event_cancellation_due ON event_cancellation (due_at) WHERE due_at IS NOT NULL;

-- One row for each booking of it, written before the booking is cancelled. So the counts are exact
-- whenever the work is interrupted.
CREATE TABLE event_cancellation_booking (
    workspace  text COLLATE "C" NOT NULL,
    event      text COLLATE "C" NOT NULL,
    hold       text COLLATE "C" NOT NULL,
    result     text COLLATE "C" NOT NULL,
    looked_at  timestamptz      NOT NULL,
    CONSTRAINT event_cancellation_booking_once PRIMARY KEY (workspace, event, hold),
    CONSTRAINT event_cancellation_booking_result_known
        CHECK (result IN ('asked', 'cancelled', 'mixed', 'refused')),
    CONSTRAINT event_cancellation_booking_of_one FOREIGN KEY (workspace, event)
        REFERENCES event_cancellation (workspace, event) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX event_cancellation_booking_by_hold ON event_cancellation_booking (workspace, hold);
CREATE INDEX event_cancellation_booking_asked ON event_cancellation_booking (workspace, event)
    WHERE result = 'asked';
