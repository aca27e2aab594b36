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
import holdfast.lifecycle.Blocking;
import holdfast.lifecycle.Cancelling;
import holdfast.lifecycle.Confirming;
import holdfast.lifecycle.Exchanging;
import holdfast.lifecycle.Expiring;
import holdfast.lifecycle.Extending;
import holdfast.lifecycle.Holding;
import holdfast.lifecycle.Offering;
import holdfast.lifecycle.Stocks;

/// One desk for each verb, and one of each, so that a lane of the turnstile is found by it.
final class Desks {
    final Desk<Offering.Change, OfferOutcome> offer;
    final Desk<BlockRequest, BlockOutcome> block;
    final Desk<CancelRequest, CancelOutcome> unblock;
    final Desk<HoldRequest, HoldOutcome> hold;
    final Desk<ConfirmRequest, ConfirmOutcome> confirm;
    final Desk<CancelRequest, CancelOutcome> cancel;
    final Desk<ExtendRequest, ExtendOutcome> extend;
    final Desk<ExchangeRequest, ExchangeOutcome> exchange;
    final Desk<Expiring.Lapsed, Boolean> expire;

    Desks(Stocks stocks, Limits limits) {
        offer = new Desk<>("offer", "off_", new Offering(stocks));
        block = new Desk<>("block", "blk_", new Blocking(stocks));
        unblock = new Desk<>("unblock", "unb_", new Cancelling(stocks, true));
        hold = new Desk<>("hold", "hld_", new Holding(stocks));
        confirm = new Desk<>("confirm", "con_", new Confirming(stocks));
        cancel = new Desk<>("cancel", "can_", new Cancelling(stocks, false));
        extend = new Desk<>("extend", "ext_", new Extending(stocks, limits.longestHold()));
        exchange = new Desk<>("exchange", "exc_", new Exchanging(stocks));
        expire = new Desk<>("expire", "exp_", new Expiring(stocks));
    }
}
