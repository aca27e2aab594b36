-- The codes with which a workspace gets its first owner. A server prints one at its start while the
-- workspace has no staff; the first owner ends all of them.

-- digest is the SHA-256 of a code.
CREATE TABLE set_up_code (
    workspace text COLLATE "C" NOT NULL,
    digest    text COLLATE "C" NOT NULL,
    ends_at   timestamptz      NOT NULL,
    CONSTRAINT set_up_code_once PRIMARY KEY (workspace, digest),
    CONSTRAINT set_up_code_workspace_known FOREIGN KEY (workspace)
        REFERENCES workspace_account (workspace) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
);

-- A form has the code and not the workspace.
CREATE INDEX set_up_code_digest ON set_up_code (digest);
