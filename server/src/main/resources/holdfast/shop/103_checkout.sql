-- From a basket to a booking.

-- What the tokens of a workspace's holds are worked out with.
CREATE TABLE workspace_secret (
    workspace text COLLATE "C" NOT NULL,
    secret    text             NOT NULL,
    CONSTRAINT workspace_secret_once PRIMARY KEY (workspace)
);
