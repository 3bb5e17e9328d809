//! One device sends, another fetches, nothing is new, a little changes.

use std::time::Duration;

use doorstep_tests::world::relay::Relay;

use super::line::*;
use super::side::{Device as _, Office, Outcome, patient};
use crate::spent::Spent;

/// Looks for news whose bytes are counted.
const LOOKS: usize = 5;
/// What Linux counts in. Less than one was one, so that nothing is said to be met by nothing.
const TICK: Duration = Duration::from_millis(10);
/// Whoever has said nothing for so long is done.
const SILENCE: Duration = Duration::from_secs(2);

pub(crate) async fn round<O: Office>(
    mut office: O,
    households: usize,
    visits: usize,
    measured: &mut Measured,
) -> Outcome<()> {
    let (_, mut first) = patient("making the caseload", office.first()).await?;
    let before = Spent::by(office.server());
    let (took, ()) = patient("push", first.push()).await?;
    let after = Spent::by(office.server());
    measured.add(PUSH, took.as_secs_f64());
    measured.add(PUSH_UP, megabytes(office.relay().from_devices()));
    let processor = after.processor - before.processor;
    measured.add(PUSH_PROCESSOR, processor.max(TICK).as_secs_f64());
    measured.add(PUSH_PEAK, after.peak_kib as f64 * 1_024.0 / 1_000_000.0);

    let (_, mut second) = patient("joining", office.join()).await?;
    let down = office.relay().to_devices();
    let before = Spent::by(office.server());
    let all = households * visits;
    let (took, names) = patient("a new device", second.pull(all)).await?;
    measured.add(NEW_NAMES, names.as_secs_f64());
    measured.add(NEW_ALL, took.as_secs_f64());
    measured.add(NEW_DOWN, megabytes(office.relay().to_devices() - down));
    let processor = Spent::by(office.server()).processor - before.processor;
    measured.add(NEW_PROCESSOR, processor.max(TICK).as_secs_f64());

    // What was to be told is told.
    for _ in 0..3 {
        patient("a look for news", first.idle()).await?;
        patient("a look for news", second.idle()).await?;
    }
    quiet(office.relay()).await;
    let (bytes, turns) = (both_ways(office.relay()), office.relay().turns());
    for _ in 0..LOOKS {
        patient("a look for news", second.idle()).await?;
    }
    let (bytes, turns) = (
        both_ways(office.relay()) - bytes,
        office.relay().turns() - turns,
    );
    measured.add(IDLE, bytes as f64 / LOOKS as f64);
    measured.add(IDLE_TURNS, turns as f64 / LOOKS as f64);

    let few = households.div_ceil(100);
    patient("a few changes", first.mark(0, few)).await?;
    let bytes = both_ways(office.relay());
    let there_and_back = async {
        first.push().await?;
        second.pull(all + few).await
    };
    let (took, _) = patient("a few changes", there_and_back).await?;
    measured.add(CHANGED, took.as_secs_f64());
    quiet(office.relay()).await;
    measured.add(
        CHANGED_BYTES,
        (both_ways(office.relay()) - bytes) as f64 / 1_000.0,
    );

    second.leave().await?;
    quiet(office.relay()).await;
    let bytes = both_ways(office.relay());
    patient("back on the net", second.idle()).await?;
    quiet(office.relay()).await;
    measured.add(BACK, (both_ways(office.relay()) - bytes) as f64 / 1_000.0);
    Ok(())
}

/// Waits until nobody speaks.
async fn quiet(relay: &Relay) {
    let mut heard = both_ways(relay);
    loop {
        tokio::time::sleep(SILENCE).await;
        let now = both_ways(relay);
        // A ping, and what answers it, is silence.
        if now - heard < 100 {
            return;
        }
        heard = now;
    }
}

fn both_ways(relay: &Relay) -> usize {
    relay.from_devices() + relay.to_devices()
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1_000_000.0
}
