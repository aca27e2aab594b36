-- One row, at least, that breaks each promise of the schema. A line of three dashes names the
-- constraint that must refuse the statements below it; "given" stands before each of them, and
-- "allowed" says what must not be refused.

--- given
INSERT INTO workspace VALUES ('w', '2026-06-01Z');
INSERT INTO hold (workspace, hold, state, version, until, attempt, made_at, changed_at, claims)
VALUES ('w', 'h', 'held', 1, '2026-06-02Z', 'a', '2026-06-01Z', '2026-06-01Z', '{c}');
INSERT INTO idempotency_key (workspace, key, request, outcome, at)
VALUES ('w', 'k', 'r', 'o', '2026-06-01Z');
INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect, claim)
VALUES ('w', 'capacity', 'p', 1, '2026-06-01Z', 'offer', 'offer', 'c');
INSERT INTO journal_archived VALUES ('w', 'capacity', 'p', 0, '{[2,5)}');
INSERT INTO listing (workspace, listing, version) VALUES ('w', 'l', 1);
INSERT INTO audit_checkpoint VALUES ('w', 'capacity', 'p', 1, 1, 'pool 3 - offered');
INSERT INTO last_audit VALUES ('w', '2026-06-01Z', '2026-06-01Z', 0);
INSERT INTO seat_map (workspace, seat_map, version, stamp, offered, seats, digest)
VALUES ('w', 's', 1, 0, true, 2, 'd');
INSERT INTO seat (workspace, seat_map, number, seat, seat_row, accessible, rank)
VALUES ('w', 's', 0, 'A1', 0, false, 0);
INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
VALUES ('w', 's', 'A1', 'h', 0, 'held', '2026-06-02Z');
INSERT INTO pool (workspace, pool, version, stamp, offered, purpose, inside, capacity, taken)
VALUES ('w', 'p', 1, 0, true, 'capacity', NULL, 3, 1);
INSERT INTO pool_claim (workspace, pool, hold, item, quantity, role, state, until)
VALUES ('w', 'p', 'h', 0, 1, 'claim', 'held', '2026-06-02Z');
INSERT INTO calendar (workspace, calendar, version, stamp, offered, lanes, hours)
VALUES ('w', 'c', 1, 0, true, 1, NULL);
INSERT INTO time_claim (workspace, calendar, lane, period, visit, hold, item, part, state, until)
VALUES ('w', 'c', 0, '[2026-06-05 12:00Z, 2026-06-05 13:00Z)',
        '[2026-06-05 12:00Z, 2026-06-05 13:00Z)', 'h', 0, 0, 'held', '2026-06-02Z');

--- workspace_once
INSERT INTO workspace VALUES ('w', '2026-06-02Z');

--- hold_once
INSERT INTO hold SELECT workspace, hold, 'booked', 2, 'infinity', 'ann', 'other', made_at,
                        changed_at, claims FROM hold;

--- hold_state_known
UPDATE hold SET state = 'paid';

--- hold_deadline_fits_state
UPDATE hold SET state = 'booked';

--- hold_deadline_fits_state
UPDATE hold SET until = 'infinity';

--- hold_deadline_fits_state
UPDATE hold SET state = 'cancelled', until = 'infinity';

--- hold_takes_something
UPDATE hold SET claims = '{}';

--- hold_version_counts
UPDATE hold SET version = 0;

--- listing_once
INSERT INTO listing (workspace, listing, version) VALUES ('w', 'l', 2);

--- listing_version_counts
UPDATE listing SET version = -1;

--- idempotency_key_once
INSERT INTO idempotency_key SELECT workspace, key, 'other', 'other', at FROM idempotency_key;

--- journal_archived_once
INSERT INTO journal_archived VALUES ('w', 'capacity', 'p', 0, '{[7,8)}');

--- journal_archived_within_part
UPDATE journal_archived SET versions = '{[2,5),[9999,10002)}';

--- audit_checkpoint_once
INSERT INTO audit_checkpoint VALUES ('w', 'capacity', 'p', 2, 1, 'pool 3 - offered');

--- last_audit_once
INSERT INTO last_audit VALUES ('w', '2026-06-02Z', '2026-06-02Z', 1);

--- journal_in_order
INSERT INTO journal (workspace, kind, inventory, version, at, verb, effect,
                     hold, hold_version, claim)
VALUES ('w', 'capacity', 'p', 1, '2026-06-01Z', 'hold', 'take', 'h', 1, 'c');

--- journal_kind_known
UPDATE journal SET kind = 'parking';

--- journal_verb_known
UPDATE journal SET verb = 'sell';

--- journal_effect_known
UPDATE journal SET effect = 'double', hold = 'h', hold_version = 1;

--- journal_claim_has_hold
UPDATE journal SET effect = 'take';

--- journal_claim_has_hold
UPDATE journal SET hold = 'h', hold_version = 1;

--- journal_claim_has_hold
UPDATE journal SET effect = 'take', hold = 'h';

--- seat_map_once
INSERT INTO seat_map SELECT workspace, seat_map, 2, 2, false, 5, 'e' FROM seat_map;

--- seat_map_has_seats
UPDATE seat_map SET seats = 0;

--- seat_number_once
INSERT INTO seat SELECT workspace, seat_map, number, 'A2', 1, true, 0 FROM seat;

--- seat_name_once
INSERT INTO seat SELECT workspace, seat_map, number + 1, seat, 1, true, 0 FROM seat;

--- seat_sold_once
INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
VALUES ('w', 's', 'A1', 'other', 0, 'held', '2026-06-03Z');

--- seat_sold_once
INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
VALUES ('w', 's', 'A1', 'h', 1, 'booked', 'infinity');

--- seat_claim_state_known
UPDATE seat_claim SET state = 'expired', until = 'infinity';

--- seat_claim_deadline_fits_state
UPDATE seat_claim SET until = 'infinity';

--- seat_claim_deadline_fits_state
UPDATE seat_claim SET state = 'booked';

--- pool_once
INSERT INTO pool SELECT workspace, pool, 2, 2, false, 'limit', NULL, 9, 0 FROM pool;

--- pool_never_oversold
UPDATE pool SET taken = 4;

--- pool_never_oversold
UPDATE pool SET capacity = 0;

--- pool_never_negative
UPDATE pool SET taken = -1;

--- pool_purpose_known
UPDATE pool SET purpose = 'fun';

--- pool_not_inside_itself
UPDATE pool SET inside = 'p';

--- pool_inside_known
INSERT INTO pool SELECT workspace, 'vip', 1, 0, true, purpose, 'nowhere', 3, 0 FROM pool;

--- pool_inside_known
INSERT INTO pool SELECT 'other', 'vip', 1, 0, true, purpose, 'p', 3, 0 FROM pool;

--- pool_inside_known
INSERT INTO pool SELECT workspace, 'vip', 1, 0, true, purpose, 'p', 3, 0 FROM pool;
DELETE FROM pool WHERE pool = 'p';

--- pool_claim_once
INSERT INTO pool_claim SELECT workspace, pool, hold, item, 2, 'limit', 'booked', 'infinity'
FROM pool_claim;

--- pool_claim_takes_something
UPDATE pool_claim SET quantity = 0;

--- pool_claim_role_known
UPDATE pool_claim SET role = 'friend';

--- pool_claim_state_known
UPDATE pool_claim SET state = 'expired', until = 'infinity';

--- pool_claim_deadline_fits_state
UPDATE pool_claim SET until = 'infinity';

--- pool_claim_deadline_fits_state
UPDATE pool_claim SET state = 'blocked';

--- calendar_once
INSERT INTO calendar SELECT workspace, calendar, 2, 2, false, 2, NULL FROM calendar;

--- calendar_has_lanes
UPDATE calendar SET lanes = 0;

--- time_never_overlaps
INSERT INTO time_claim (workspace, calendar, lane, period, visit, hold, item, part, state, until)
VALUES ('w', 'c', 0, '[2026-06-05 12:59:59.999999Z, 2026-06-05 14:00Z)',
        '[2026-06-05 12:59:59.999999Z, 2026-06-05 14:00Z)', 'o', 0, 0, 'held', '2026-06-02Z');

--- time_never_overlaps
INSERT INTO time_claim (workspace, calendar, lane, period, visit, hold, item, part, state, until)
VALUES ('w', 'c', 0, '[2026-06-05 11:00Z, 2026-06-05 12:00:00.000001Z)',
        '[2026-06-05 11:00Z, 2026-06-05 12:00:00.000001Z)', 'h', 1, 0, 'booked', 'infinity');

--- time_claim_once
INSERT INTO time_claim (workspace, calendar, lane, period, visit, hold, item, part, state, until)
SELECT workspace, calendar, lane, period, visit, 'o', item, part, 'blocked', 'infinity'
FROM time_claim;

--- time_lane_counts
UPDATE time_claim SET lane = -1;

--- time_period_half_open
UPDATE time_claim SET period = '[2026-06-05 12:00Z, 2026-06-05 13:00Z]';

--- time_period_half_open
UPDATE time_claim SET period = '(2026-06-05 12:00Z, 2026-06-05 13:00Z)';

--- time_period_half_open
UPDATE time_claim SET period = 'empty';

--- time_visit_within_period
UPDATE time_claim SET visit = '[2026-06-05 11:59Z, 2026-06-05 12:30Z)';

--- time_visit_within_period
UPDATE time_claim SET visit = '[2026-06-05 12:30Z, 2026-06-05 13:00Z]';

--- time_claim_state_known
UPDATE time_claim SET state = 'expired', until = 'infinity';

--- time_claim_deadline_fits_state
UPDATE time_claim SET until = 'infinity';

--- time_claim_deadline_fits_state
UPDATE time_claim SET state = 'booked';

--- allowed
INSERT INTO time_claim (workspace, calendar, lane, period, visit, hold, item, part, state, until)
VALUES ('w', 'c', 0, '[2026-06-05 13:00Z, 2026-06-05 14:00Z)',
        '[2026-06-05 13:00Z, 2026-06-05 14:00Z)', 'o', 0, 0, 'held', '2026-06-02Z'),
       ('w', 'c', 0, '[2026-06-05 11:00Z, 2026-06-05 12:00Z)',
        '[2026-06-05 11:00Z, 2026-06-05 12:00Z)', 'o', 0, 0, 'held', '2026-06-02Z'),
       ('w', 'c', 1, '[2026-06-05 12:00Z, 2026-06-05 13:00Z)',
        '[2026-06-05 12:00Z, 2026-06-05 13:00Z)', 'o', 0, 0, 'held', '2026-06-02Z'),
       ('w', 'd', 0, '[2026-06-05 12:00Z, 2026-06-05 13:00Z)',
        '[2026-06-05 12:00Z, 2026-06-05 13:00Z)', 'o', 0, 0, 'held', '2026-06-02Z'),
       ('v', 'c', 0, '[2026-06-05 12:00Z, 2026-06-05 13:00Z)',
        '[2026-06-05 12:00Z, 2026-06-05 13:00Z)', 'o', 0, 0, 'held', '2026-06-02Z');

--- allowed
UPDATE pool SET taken = 3;
UPDATE pool SET taken = 0;

--- allowed
INSERT INTO seat_claim (workspace, seat_map, seat, hold, item, state, until)
VALUES ('w', 's', 'A2', 'h', 0, 'held', '2026-06-02Z'),
       ('w', 't', 'A1', 'h', 0, 'held', '2026-06-02Z'),
       ('v', 's', 'A1', 'h', 0, 'held', '2026-06-02Z');

--- allowed
INSERT INTO idempotency_key SELECT 'v', key, request, outcome, at FROM idempotency_key;
INSERT INTO idempotency_key SELECT workspace, 'K', request, outcome, at FROM idempotency_key WHERE workspace = 'w';
