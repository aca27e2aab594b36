-- Webhooks: other systems that hear of changes.

-- The secret is derived from the workspace's own with the endpoint's id and the generation, so it
-- is not stored here. For a day after a rotation the previous generation signs too.
-- paused_until is when an endpoint that asked for patience is tried again.
CREATE TABLE webhook_endpoint (
    workspace    text COLLATE "C" NOT NULL,
    endpoint     text COLLATE "C" NOT NULL,
    url          text             NOT NULL,
    kinds        text[]           NOT NULL,
    state        text COLLATE "C" NOT NULL,
    generation   integer          NOT NULL,
    rotated_at   timestamptz      NOT NULL,
    made_at      timestamptz      NOT NULL,
    paused_until timestamptz      NOT NULL,
    failing_since timestamptz,
    CONSTRAINT webhook_endpoint_once PRIMARY KEY (workspace, endpoint),
    CONSTRAINT webhook_endpoint_state_known CHECK (state IN ('enabled', 'disabled')),
    CONSTRAINT webhook_endpoint_generation_counts CHECK (generation >= 1)
);

-- THE PROMISE: one message about one change for one endpoint, also when two nodes hand on the same
-- change. number is the change's, and the message's id is made of it. A test message has a number
-- below 0. It is taken as a mail is: the taker makes it due later.
CREATE TABLE webhook_delivery (
    workspace text COLLATE "C" NOT NULL,
    endpoint  text COLLATE "C" NOT NULL,
    number    bigint           NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    tries     integer          NOT NULL,
    made_at   timestamptz      NOT NULL,
    due_at    timestamptz      NOT NULL,
    ended_at  timestamptz,
    status    integer,
    answer    text,
    CONSTRAINT webhook_delivery_once PRIMARY KEY (workspace, endpoint, number),
    CONSTRAINT webhook_delivery_state_known CHECK (state IN ('waiting', 'delivered', 'failed')),
    CONSTRAINT webhook_delivery_tries_count CHECK (tries >= 0),
    CONSTRAINT webhook_delivery_endpoint_known FOREIGN KEY (workspace, endpoint)
        REFERENCES webhook_endpoint (workspace, endpoint) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX webhook_delivery_by_time ON webhook_delivery (workspace, endpoint, made_at, number);
CREATE INDEX webhook_delivery_due ON webhook_delivery (workspace, endpoint, due_at)
    WHERE state = 'waiting';
