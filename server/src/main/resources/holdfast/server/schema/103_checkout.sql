-- Checkout.

-- The secret that the tokens of a workspace's holds are derived from.
CREATE TABLE workspace_secret (
    workspace text COLLATE "C" NOT NULL,
    secret    text             NOT NULL,
    CONSTRAINT workspace_secret_once PRIMARY KEY (workspace)
);

-- The audit trail: which caller requested a change; the engine's journal has no author. A row is
-- written before its change, so that no change is without an author.
CREATE TABLE audit_trail (
    workspace text COLLATE "C" NOT NULL,
    subject   text COLLATE "C" NOT NULL,
    entry     text COLLATE "C" NOT NULL,
    at        timestamptz      NOT NULL,
    verb      text             NOT NULL,
    author    text             NOT NULL,
    why       text,
    CONSTRAINT audit_trail_once PRIMARY KEY (workspace, subject, entry)
);
