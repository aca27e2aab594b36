-- Erasure: finding what stands about a person.

-- The journal's lines are never updated, except that forgetting a person replaces the texts about
-- the person: the customer, the notes, and the names of the customer's limits.

-- Every hold of a customer, in any state.
CREATE INDEX hold_of_customer ON hold (workspace, customer) WHERE customer IS NOT NULL;

-- The kept answers that contain a hold as text. Answers that only name a hold contain no person.
CREATE INDEX idempotency_key_of_hold ON idempotency_key
    (workspace, split_part(outcome, E'\t', CASE WHEN outcome LIKE E'again\t%' THEN 3 ELSE 2 END))
    WHERE outcome LIKE E'hold\t%' OR outcome LIKE E'again\t%';

-- For the foreign key of a pool that is renamed.
CREATE INDEX pool_inside ON pool (workspace, inside) WHERE inside IS NOT NULL;
