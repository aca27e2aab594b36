-- Mails about bookings. The text of a mail is made when it is sent and is not stored.

-- THE PROMISE: one mail about one change to one recipient, also when two nodes hand on the same
-- change. again is empty; a mail that was asked for once more has an id there. cause is that of the
-- change; of a reminder it is the time of the start.
--
-- A waiting mail is sent when it is due. A node that takes one makes it due later, which is the
-- lease: when the node dies, the mail is due again. The mail's id is its Message-ID, so that a mail sent
-- twice after a lost reply is shown once.
--
-- filed is whether a file with the mail may exist. A forgotten mail has no recipient any more; its
-- file is deleted, and filed is false then.
CREATE TABLE mail (
    workspace text COLLATE "C" NOT NULL,
    mail      text COLLATE "C" NOT NULL,
    hold      text COLLATE "C" NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    version   integer          NOT NULL,
    cause     text COLLATE "C" NOT NULL,
    recipient text             NOT NULL,
    again     text COLLATE "C" NOT NULL,
    state     text COLLATE "C" NOT NULL,
    tries     integer          NOT NULL,
    made_at   timestamptz      NOT NULL,
    due_at    timestamptz      NOT NULL,
    sent_at   timestamptz,
    answer    text,
    filed     boolean          NOT NULL,
    CONSTRAINT mail_once PRIMARY KEY (workspace, mail),
    CONSTRAINT mail_change_once
        UNIQUE (workspace, hold, kind, version, cause, recipient, again),
    CONSTRAINT mail_kind_known CHECK (kind IN ('booked', 'exchanged', 'moved', 'cancelled',
        'reminder', 'transfer', 'paymentLate', 'paymentFailed', 'paymentOwed', 'paidLate',
        'refunded', 'staffCopy')),
    CONSTRAINT mail_state_known
        CHECK (state IN ('waiting', 'sent', 'failed', 'superseded', 'forgotten')),
    CONSTRAINT mail_sent_at CHECK ((state = 'sent') <= (sent_at IS NOT NULL)),
    CONSTRAINT mail_tries_count CHECK (tries >= 0)
);

CREATE INDEX mail_due ON mail (due_at) WHERE state = 'waiting';
CREATE INDEX mail_by_time ON mail (workspace, made_at, mail);
CREATE INDEX mail_forgotten ON mail (workspace, mail) WHERE state = 'forgotten' AND filed;
