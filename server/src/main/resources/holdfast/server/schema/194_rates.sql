-- What clients have used of the rates that all nodes keep together. A lost row gives a client its
-- whole quota again and nothing else, so the table is not logged.

-- client is a digest, because a client may be an address or an account. full_at is when the whole
-- quota is available again. granted is what the last statement took.
CREATE UNLOGGED TABLE rate_used (
    rate     text COLLATE "C" NOT NULL,
    client   text COLLATE "C" NOT NULL,
    asked_at timestamptz      NOT NULL,
    full_at  timestamptz      NOT NULL,
    granted  bigint           NOT NULL,
    CONSTRAINT rate_used_once PRIMARY KEY (rate, client),
    CONSTRAINT rate_used_not_negative CHECK (granted >= 0)
) WITH (fillfactor = 50);

-- For removing what is full again.
CREATE INDEX rate_used_over ON rate_used (full_at);
