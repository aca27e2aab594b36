package holdfast.engine;

import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelOutcome;
import holdfast.CancelRequest;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendOutcome;
import holdfast.ExtendRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.OfferOutcome;
import holdfast.Verb;
import holdfast.lifecycle.BlockVerb;
import holdfast.lifecycle.CancelVerb;
import holdfast.lifecycle.ConfirmVerb;
import holdfast.lifecycle.ExchangeVerb;
import holdfast.lifecycle.ExpireVerb;
import holdfast.lifecycle.ExtendVerb;
import holdfast.lifecycle.ForgetVerb;
import holdfast.lifecycle.HoldVerb;
import holdfast.lifecycle.KindStores;
import holdfast.lifecycle.OfferVerb;

/// The engine's verbs. Each has one instance, because it is part of the key of its batcher's lanes.
final class Verbs {
    final NamedVerb<OfferVerb.Change, OfferOutcome> offer;
    final NamedVerb<BlockRequest, BlockOutcome> block;
    final NamedVerb<CancelRequest, CancelOutcome> unblock;
    final NamedVerb<HoldRequest, HoldOutcome> hold;
    final NamedVerb<ConfirmRequest, ConfirmOutcome> confirm;
    final NamedVerb<CancelRequest, CancelOutcome> cancel;
    final NamedVerb<ExtendRequest, ExtendOutcome> extend;
    final NamedVerb<ExchangeRequest, ExchangeOutcome> exchange;
    final NamedVerb<ExpireVerb.Overdue, Boolean> expire;
    final NamedVerb<ForgetVerb.Request, ForgetVerb.Result> forget;

    Verbs(KindStores stores, Limits limits) {
        offer = new NamedVerb<>(Verb.OFFER, "off_", new OfferVerb(stores));
        block = new NamedVerb<>(Verb.BLOCK, "blk_", new BlockVerb(stores));
        unblock = new NamedVerb<>(Verb.UNBLOCK, "unb_", new CancelVerb(stores, Verb.UNBLOCK));
        hold = new NamedVerb<>(Verb.HOLD, "hld_", new HoldVerb(stores));
        confirm = new NamedVerb<>(Verb.CONFIRM, "con_", new ConfirmVerb(stores));
        cancel = new NamedVerb<>(Verb.CANCEL, "can_", new CancelVerb(stores, Verb.CANCEL));
        extend = new NamedVerb<>(Verb.EXTEND, "ext_", new ExtendVerb(stores, limits.longestHold()));
        exchange = new NamedVerb<>(Verb.EXCHANGE, "exc_", new ExchangeVerb(stores));
        expire = new NamedVerb<>(Verb.EXPIRE, "exp_", new ExpireVerb(stores));
        forget = new NamedVerb<>("forget", "fgt_", new ForgetVerb());
    }
}
