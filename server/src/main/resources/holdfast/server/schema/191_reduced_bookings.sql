-- A booking that also has other items keeps those when an event is cancelled: it is reduced. What is
-- refunded for it is written before, in reduce_by, so that a crash loses no refund.
ALTER TABLE event_cancellation_booking ADD COLUMN reduce_by bigint NOT NULL DEFAULT 0;
ALTER TABLE event_cancellation_booking
    DROP CONSTRAINT event_cancellation_booking_result_known;
-- Those that were left to staff are looked at again.
UPDATE event_cancellation SET state = 'running', due_at = the_clock()
 WHERE EXISTS (SELECT FROM event_cancellation_booking AS each
                WHERE each.workspace = event_cancellation.workspace
                  AND each.event = event_cancellation.event AND each.result = 'mixed');
UPDATE event_cancellation_booking SET result = 'asked' WHERE result = 'mixed';
ALTER TABLE event_cancellation_booking
    ADD CONSTRAINT event_cancellation_booking_result_is_one_of
        CHECK (result IN ('asked', 'cancelled', 'reduced', 'refused')),
    ADD CONSTRAINT event_cancellation_booking_reduced_counts CHECK (reduce_by >= 0);
