-- Capacity: never below zero.

-- THE PROMISE: what is taken never exceeds the capacity and never falls below zero. A pool inside
-- another (inside IS NOT NULL) takes from both, so the bigger one's own check holds for all of
-- them. A limit (at most n for one customer) is a pool of the customer's own: purpose 'limit'.
CREATE TABLE pool (
    workspace text COLLATE "C" NOT NULL,
    pool      text COLLATE "C" NOT NULL,
    version   bigint           NOT NULL,
    stamp     bigint           NOT NULL,
    offered   boolean          NOT NULL,
    purpose   text COLLATE "C" NOT NULL,
    inside    text COLLATE "C",
    capacity  bigint           NOT NULL,
    taken     bigint           NOT NULL,
    CONSTRAINT pool_once PRIMARY KEY (workspace, pool),
    CONSTRAINT pool_never_oversold CHECK (taken <= capacity),
    CONSTRAINT pool_never_negative CHECK (taken >= 0),
    CONSTRAINT pool_purpose_known CHECK (purpose IN ('capacity', 'limit')),
    CONSTRAINT pool_not_inside_itself CHECK (inside <> pool),
    CONSTRAINT pool_inside_known
        FOREIGN KEY (workspace, inside) REFERENCES pool (workspace, pool)
) WITH (fillfactor = 50);

-- The claims on a pool: pool.taken is the sum of their quantities. role says whether the customer
-- claimed it, or it was taken along from a bigger pool around it, or counts against the customer's
-- limit.
CREATE TABLE pool_claim (
    workspace text COLLATE "C" NOT NULL,
    pool      text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    item      integer          NOT NULL,
    quantity  bigint           NOT NULL,
    role      text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    until     timestamptz      NOT NULL,
    CONSTRAINT pool_claim_once PRIMARY KEY (workspace, pool, hold, item),
    CONSTRAINT pool_claim_takes_something CHECK (quantity > 0),
    CONSTRAINT pool_claim_role_known CHECK (role IN ('claim', 'inside', 'limit')),
    CONSTRAINT pool_claim_state_known CHECK (state IN ('held', 'booked', 'blocked')),
    CONSTRAINT pool_claim_deadline_fits_state CHECK ((state = 'held') = (until < 'infinity'))
) WITH (fillfactor = 80);

-- When a pool looks full, its expired claims are taken back first, oldest first.
CREATE INDEX pool_claim_expiring ON pool_claim (workspace, pool, until) WHERE state = 'held';
