-- From a basket to a booking.

-- What the tokens of a workspace's holds are worked out with.
CREATE TABLE workspace_secret (
    workspace text COLLATE "C" NOT NULL,
    secret    text             NOT NULL,
    CONSTRAINT workspace_secret_once PRIMARY KEY (workspace)
);

-- Who asked for what, where the engine's journal only says that it happened. It is written before
-- the thing is done, so that nothing is done by nobody.
CREATE TABLE deed (
    workspace text COLLATE "C" NOT NULL,
    subject   text COLLATE "C" NOT NULL,
    deed      text COLLATE "C" NOT NULL,
    at        timestamptz      NOT NULL,
    verb      text             NOT NULL,
    author    text             NOT NULL,
    why       text,
    CONSTRAINT deed_once PRIMARY KEY (workspace, subject, deed)
);
