-- Payments. A payment moves forward by steps until the payment, its hold and the provider agree;
-- docs/payments.md has the states. Every change names the version that it saw.

-- hold is what is paid; retaken is the hold that took the same claims again after the first one had
-- ended, and retakes counts how often that was tried. amount is the hold's price when the payment
-- began. leave says that the payment shall be closed, and whether the hold is kept after that.
-- due_at is when the worker looks at the row next; infinity is never.
CREATE TABLE payment (
    workspace        text COLLATE "C" NOT NULL,
    payment          text COLLATE "C" NOT NULL,
    version          integer          NOT NULL,
    hold             text COLLATE "C" NOT NULL,
    provider         text COLLATE "C" NOT NULL,
    amount           bigint           NOT NULL,
    currency         text COLLATE "C" NOT NULL,
    return_to        text             NOT NULL,
    made_by          text             NOT NULL,
    made_at          timestamptz      NOT NULL,
    retaken          text COLLATE "C",
    retakes          integer          NOT NULL,
    provider_ref     text COLLATE "C",
    charge_ref       text COLLATE "C",
    next_step        text,
    deadline         timestamptz      NOT NULL,
    captured         bigint           NOT NULL,
    refunded         bigint           NOT NULL,
    state            text COLLATE "C" NOT NULL,
    leave            text COLLATE "C" NOT NULL,
    stuck            boolean          NOT NULL,
    why              text,
    tries            integer          NOT NULL,
    due_at           timestamptz      NOT NULL,
    leased_until     timestamptz      NOT NULL,
    changed_at       timestamptz      NOT NULL,
    contact          text,
    cancelled_at     timestamptz,
    refund_at_cancel bigint,
    forgiven_at      timestamptz,
    dispute          text,
    CONSTRAINT payment_once PRIMARY KEY (workspace, payment),
    CONSTRAINT payment_state_known CHECK (state IN ('opening', 'open', 'closing', 'authorised',
        'taken', 'capturing', 'settled', 'owed', 'releasing', 'returning', 'closed', 'returned')),
    CONSTRAINT payment_leave_known CHECK (leave IN ('', 'cancel', 'keep')),
    CONSTRAINT payment_amount_counts CHECK (amount > 0 AND captured >= 0 AND refunded >= 0),
    -- THE PROMISE: no more is captured than was agreed, and no more is refunded than was captured.
    CONSTRAINT payment_captures_at_most_its_amount CHECK (captured <= amount),
    CONSTRAINT payment_refunds_at_most_what_was_captured CHECK (refunded <= captured),
    CONSTRAINT payment_settled_is_captured
        CHECK (state NOT IN ('taken', 'settled') OR captured = amount),
    -- THE PROMISE: of the payments that can still become or are the payment of a booking, a hold has
    -- one.
    CONSTRAINT payment_one_live_for_a_hold EXCLUDE USING btree (workspace WITH =, hold WITH =)
        WHERE (state NOT IN ('closed', 'returned', 'releasing', 'returning')),
    CONSTRAINT payment_provider_ref_once UNIQUE (workspace, provider, provider_ref)
);

CREATE INDEX payment_hold ON payment (workspace, hold);
CREATE INDEX payment_retaken ON payment (workspace, retaken) WHERE retaken IS NOT NULL;
CREATE INDEX payment_charge ON payment (workspace, charge_ref) WHERE charge_ref IS NOT NULL;
CREATE INDEX payment_by_time ON payment (workspace, made_at, payment);
-- For the worker of every node, which looks for what is due in all workspaces.
CREATE INDEX payment_due ON payment (due_at) WHERE due_at < 'infinity';

-- A request to the provider, written before it is sent: its key and its frozen parameters. It is
-- sent again with the same key until it is answered.
CREATE TABLE payment_step (
    workspace   text COLLATE "C" NOT NULL,
    payment     text COLLATE "C" NOT NULL,
    number      integer          NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    step_key    text COLLATE "C" NOT NULL,
    asked       text             NOT NULL,
    asked_at    timestamptz      NOT NULL,
    answer      text,
    answered_at timestamptz,
    CONSTRAINT payment_step_once PRIMARY KEY (workspace, payment, number),
    CONSTRAINT payment_step_kind_known
        CHECK (kind IN ('open', 'close', 'capture', 'release', 'refund')),
    -- THE PROMISE: two requests never share an idempotency key.
    CONSTRAINT payment_step_key_once UNIQUE (workspace, step_key),
    CONSTRAINT payment_step_answered CHECK ((answer IS NULL) = (answered_at IS NULL)),
    CONSTRAINT payment_step_payment_known FOREIGN KEY (workspace, payment)
        REFERENCES payment (workspace, payment) DEFERRABLE INITIALLY DEFERRED
);

-- origin is who asked for the refund: staff, a cancellation, a payment whose claims were gone, or
-- the provider's own dashboard. due is a refund that staff has to pay by hand.
CREATE TABLE refund (
    workspace    text COLLATE "C" NOT NULL,
    refund       text COLLATE "C" NOT NULL,
    payment      text COLLATE "C" NOT NULL,
    provider     text COLLATE "C" NOT NULL,
    provider_ref text COLLATE "C",
    amount       bigint           NOT NULL,
    state        text COLLATE "C" NOT NULL,
    origin       text COLLATE "C" NOT NULL,
    reason       text,
    made_by      text             NOT NULL,
    made_at      timestamptz      NOT NULL,
    changed_at   timestamptz      NOT NULL,
    why          text,
    CONSTRAINT refund_once PRIMARY KEY (workspace, refund),
    CONSTRAINT refund_state_known CHECK (state IN ('asked', 'sent', 'due', 'done', 'failed')),
    CONSTRAINT refund_origin_known
        CHECK (origin IN ('staff', 'cancelled', 'unavailable', 'provider')),
    CONSTRAINT refund_amount_counts CHECK (amount > 0),
    -- THE PROMISE: a refund that the provider has is one refund here.
    CONSTRAINT refund_provider_ref_once UNIQUE (workspace, provider, provider_ref),
    CONSTRAINT refund_payment_known FOREIGN KEY (workspace, payment)
        REFERENCES payment (workspace, payment) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX refund_payment ON refund (workspace, payment);

-- The inbox of webhooks. An event only makes the worker look at the provider. Its body is not kept.
CREATE TABLE provider_event (
    workspace text COLLATE "C" NOT NULL,
    provider  text COLLATE "C" NOT NULL,
    event     text COLLATE "C" NOT NULL,
    kind      text             NOT NULL,
    at        timestamptz      NOT NULL,
    payment   text COLLATE "C",
    -- THE PROMISE: an event that is delivered again is the same event.
    CONSTRAINT provider_event_once PRIMARY KEY (workspace, provider, event)
);

-- The providers that a workspace offers. secrets is encrypted (AES-GCM).
CREATE TABLE payment_provider (
    workspace     text COLLATE "C" NOT NULL,
    provider      text COLLATE "C" NOT NULL,
    offered       boolean          NOT NULL,
    settings      text             NOT NULL,
    secrets       text             NOT NULL,
    changed_at    timestamptz      NOT NULL,
    reconciled_at timestamptz,
    CONSTRAINT payment_provider_once PRIMARY KEY (workspace, provider)
);
