-- The staff of a workspace, and their sessions.

-- email is in lower case. password is Argon2id with its own parameters and salt; NULL until the
-- person has set one. invitation is the SHA-256 of the one-time secret for setting it.
CREATE TABLE staff (
    workspace       text COLLATE "C" NOT NULL,
    staff           text COLLATE "C" NOT NULL,
    email           text COLLATE "C" NOT NULL,
    name            text             NOT NULL,
    role            text COLLATE "C" NOT NULL,
    version         integer          NOT NULL,
    password        text,
    invitation      text COLLATE "C",
    invitation_ends timestamptz,
    made_at         timestamptz      NOT NULL,
    made_by         text             NOT NULL,
    CONSTRAINT staff_once PRIMARY KEY (workspace, staff),
    CONSTRAINT staff_email_once UNIQUE (workspace, email),
    CONSTRAINT staff_role_once UNIQUE (workspace, staff, role),
    CONSTRAINT staff_role_known CHECK (role IN ('owner', 'manager', 'desk', 'door', 'readOnly')),
    CONSTRAINT staff_invitation_ends CHECK ((invitation IS NULL) = (invitation_ends IS NULL)),
    CONSTRAINT staff_workspace_known FOREIGN KEY (workspace)
        REFERENCES workspace_account (workspace) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX staff_invited ON staff (invitation) WHERE invitation IS NOT NULL;

-- THE PROMISE: once a workspace has an owner it has one for ever. The owner named here can neither
-- be removed nor get a lower role until another owner is named in the same transaction.
ALTER TABLE workspace_account ADD COLUMN owner text COLLATE "C";
ALTER TABLE workspace_account ADD COLUMN owner_role text COLLATE "C" NOT NULL DEFAULT 'owner';
ALTER TABLE workspace_account ADD CONSTRAINT workspace_account_owner_owns
    CHECK (owner_role = 'owner');
ALTER TABLE workspace_account ADD CONSTRAINT workspace_account_keeps_an_owner
    FOREIGN KEY (workspace, owner, owner_role) REFERENCES staff (workspace, staff, role)
    DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE staff_session (
    workspace     text COLLATE "C" NOT NULL,
    staff_session text COLLATE "C" NOT NULL,
    staff         text COLLATE "C" NOT NULL,
    digest        text COLLATE "C" NOT NULL,
    made_at       timestamptz      NOT NULL,
    seen_at       timestamptz      NOT NULL,
    ends_at       timestamptz      NOT NULL,
    CONSTRAINT staff_session_once PRIMARY KEY (workspace, staff_session),
    CONSTRAINT staff_session_digest_once UNIQUE (workspace, digest),
    CONSTRAINT staff_session_staff_known FOREIGN KEY (workspace, staff)
        REFERENCES staff (workspace, staff) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
);

-- A request has the token and not the workspace.
CREATE INDEX staff_session_digest ON staff_session (digest);
CREATE INDEX staff_session_staff ON staff_session (workspace, staff);
-- For deleting ended sessions.
CREATE INDEX staff_session_over ON staff_session (ends_at);
