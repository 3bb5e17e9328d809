//! A look for news where there is none, with few households and with many. How much was written in each of them
//! makes no difference to it, so they are made with little.

use std::collections::BTreeSet;
use std::path::Path;

use super::ours::Ours;
use super::side::{Device as _, Office as _, Outcome};
use crate::measure::{Table, times};

/// Looks for news whose bytes are counted.
const LOOKS: usize = 20;

pub(crate) async fn idle(folder: &Path, most: usize, table: &mut Table) -> Outcome<()> {
    for households in BTreeSet::from([1, 10, 100, most]) {
        let folder = folder.join(format!("idle-{households}"));
        let mut office = Ours::begin(&folder, households, 1).await;
        let mut device = office.first().await?;
        device.push().await?;
        // What was to be told is told.
        for _ in 0..3 {
            device.idle().await?;
        }
        let relay = office.relay();
        let (up, down, turns) = (relay.from_devices(), relay.to_devices(), relay.turns());
        let mut took = Vec::new();
        for _ in 0..LOOKS {
            took.push(times(async || device.idle().await).await);
        }
        table.add(&format!("nothing new, {households} households"), &took);
        table.note(&format!(
            "nothing new, {households} households: {} bytes up and {} down for each look, with headers; {} round trips",
            (relay.from_devices() - up) / LOOKS,
            (relay.to_devices() - down) / LOOKS,
            (relay.turns() - turns) as f64 / LOOKS as f64,
        ));
    }
    Ok(())
}
