//! Many devices at once: each has changed some households of the same caseload, and all send and fetch.

use std::time::Instant;

use futures_util::future::join_all;

use super::line::*;
use super::side::{Device as _, Office, Outcome, patient};
use crate::spent::Spent;

/// Households that each device changes.
const CHANGED_BY_EACH: usize = 20;

pub(crate) async fn together<O: Office>(
    mut office: O,
    count: usize,
    households: usize,
    visits: usize,
    measured: &mut Measured,
) -> Outcome<()> {
    let (_, mut first) = patient("making the caseload", office.first()).await?;
    patient("push", first.push()).await?;
    let mut devices = vec![first];
    while devices.len() < count {
        let (_, mut device) = patient("joining", office.join()).await?;
        patient("a new device", device.pull(households * visits)).await?;
        device.leave().await?;
        devices.push(device);
    }
    for (number, device) in devices.iter_mut().enumerate() {
        let first = number * CHANGED_BY_EACH % households;
        patient("changes", device.mark(first, CHANGED_BY_EACH)).await?;
    }
    let all = households * visits + count * CHANGED_BY_EACH;
    let memory = |office: &O| Spent::by(office.server()).now_kib as f64 * 1_024.0 / 1_000_000.0;
    measured.add(TOGETHER_START, memory(&office));
    let bytes = office.relay().from_devices() + office.relay().to_devices();
    let began = Instant::now();
    let sent = join_all(devices.iter_mut().map(|device| device.push()));
    patient("all send", async {
        sent.await.into_iter().collect::<Outcome<Vec<()>>>()
    })
    .await?;
    measured.add(TOGETHER_MIDDLE, memory(&office));
    let fetched = join_all(devices.iter_mut().map(|device| device.pull(all)));
    patient("all fetch", async {
        fetched.await.into_iter().collect::<Outcome<Vec<_>>>()
    })
    .await?;
    measured.add(TOGETHER, began.elapsed().as_secs_f64());
    measured.add(TOGETHER_END, memory(&office));
    let bytes = office.relay().from_devices() + office.relay().to_devices() - bytes;
    measured.add(TOGETHER_BYTES, bytes as f64 / 1_000_000.0);
    Ok(())
}
