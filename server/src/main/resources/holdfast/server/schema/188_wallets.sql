-- The certificates and keys with which a workspace signs tickets for the wallets of phones.

CREATE TABLE wallet_account (
    workspace  text COLLATE "C" NOT NULL,
    wallet     text COLLATE "C" NOT NULL,
    offered    boolean          NOT NULL,
    settings   text             NOT NULL,
    secrets    text             NOT NULL,
    changed_at timestamptz      NOT NULL,
    CONSTRAINT wallet_account_once PRIMARY KEY (workspace, wallet),
    CONSTRAINT wallet_account_known CHECK (wallet IN ('apple', 'google'))
);
