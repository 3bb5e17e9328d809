//! After a pause nothing is sent before all that the server has is here.

use doorstep_model::UnixMillis;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::sync::SyncReply;

use super::FRESH_MS;
use crate::alone::Alone;
use crate::unlocked::Unlocked;

#[test]
fn whoever_was_away_fetches_before_anything_is_sent() {
    let alone = Alone::begin();
    let told = |open: &mut Unlocked, now: UnixMillis| {
        let reply = |more| {
            let head = open.membership()?.roster.head();
            Ok::<_, doorstep_model::Problem>(SyncReply {
                pushed: Vec::new(),
                chunks: Vec::new(),
                cursor: Cursor::START,
                more,
                membership_head: head,
                left: None,
                handed_over: None,
            })
        };
        let (some, all) = (reply(true)?, reply(false)?);
        assert!(open.fetches_first(now), "it was just unlocked");
        open.synced(&some, now)?;
        assert!(open.fetches_first(now), "there is more");
        open.synced(&all, now)?;
        let after = |ms| UnixMillis(now.0 + ms);
        assert!(!open.fetches_first(after(FRESH_MS - 1)));
        open.synced(&some, now)?;
        assert!(!open.fetches_first(now), "what came since is no pause");
        assert!(open.fetches_first(after(FRESH_MS)), "it was away");
        assert!(open.fetches_first(after(-1)), "of a clock nothing is known");
        open.synced(&all, now)?;
        assert!(!open.fetches_first(after(FRESH_MS)), "once is enough");
        assert!(open.fetches_first(after(FRESH_MS)), "and once alone");
        Ok(())
    };
    alone.device.with(told).unwrap();
}
