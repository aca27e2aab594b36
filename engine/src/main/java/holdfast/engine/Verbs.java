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
import holdfast.lifecycle.BlockVerb;
import holdfast.lifecycle.CancelVerb;
import holdfast.lifecycle.ConfirmVerb;
import holdfast.lifecycle.ExchangeVerb;
import holdfast.lifecycle.ExpireVerb;
import holdfast.lifecycle.ExtendVerb;
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
    final NamedVerb<ExpireVerb.Lapsed, Boolean> expire;

    Verbs(KindStores stores, Limits limits) {
        offer = new NamedVerb<>("offer", "off_", new OfferVerb(stores));
        block = new NamedVerb<>("block", "blk_", new BlockVerb(stores));
        unblock = new NamedVerb<>("unblock", "unb_", new CancelVerb(stores, true));
        hold = new NamedVerb<>("hold", "hld_", new HoldVerb(stores));
        confirm = new NamedVerb<>("confirm", "con_", new ConfirmVerb(stores));
        cancel = new NamedVerb<>("cancel", "can_", new CancelVerb(stores, false));
        extend = new NamedVerb<>("extend", "ext_", new ExtendVerb(stores, limits.longestHold()));
        exchange = new NamedVerb<>("exchange", "exc_", new ExchangeVerb(stores));
        expire = new NamedVerb<>("expire", "exp_", new ExpireVerb(stores));
    }
}
