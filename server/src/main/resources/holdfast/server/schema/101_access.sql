-- Workspaces and their API keys. A key is never stored, only its SHA-256, so a reader of this table
-- gets no key.

CREATE TABLE workspace_account (
    workspace text COLLATE "C" NOT NULL,
    made_at   timestamptz      NOT NULL,
    CONSTRAINT workspace_account_once PRIMARY KEY (workspace)
);

-- ends_at is infinity until the key is rotated or revoked; an ended key is kept, because the
-- history names it. hint is its last characters, by which people tell keys apart. A key is derived
-- from the caller's own secret and a salt, which is recorded for the request's idempotency key: so
-- the same request gets the same key again although it is not stored.
CREATE TABLE access_key (
    workspace  text COLLATE "C" NOT NULL,
    access_key text COLLATE "C" NOT NULL,
    kind       text COLLATE "C" NOT NULL,
    name       text             NOT NULL,
    hint       text             NOT NULL,
    digest     text COLLATE "C" NOT NULL,
    made_at    timestamptz      NOT NULL,
    made_by    text             NOT NULL,
    ends_at    timestamptz      NOT NULL,
    used_at    timestamptz,
    CONSTRAINT access_key_once PRIMARY KEY (workspace, access_key),
    CONSTRAINT access_key_digest_once UNIQUE (workspace, digest),
    CONSTRAINT access_key_kind_known CHECK (kind IN ('secret', 'publishable')),
    CONSTRAINT access_key_workspace_known FOREIGN KEY (workspace)
        REFERENCES workspace_account (workspace) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
);

-- For every node's read of the live keys, once a second.
CREATE INDEX access_key_alive ON access_key (ends_at);
