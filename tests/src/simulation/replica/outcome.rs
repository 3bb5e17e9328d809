//! The end of a world: the network heals, everybody comes to rest, and the promises are asked for.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_replica::Document;

use super::device::SimDevice;
use super::world::World;

/// After this many rounds without faults everybody must have come to rest.
const HEALING_ROUNDS: usize = 12;
/// Requests of one device in a round.
const ASKS_IN_A_ROUND: usize = 100;
/// Longer than any pause of the state machine.
const ROUND_MS: i64 = 61_000;

impl World {
    /// A network without faults, until nobody has anything left to say.
    pub(super) fn heal(&mut self) -> Result<(), String> {
        self.network.clear();
        self.trouble.session_ends = 0;
        for device in &mut self.devices {
            device.give_up(self.now);
        }
        for _ in 0..HEALING_ROUNDS {
            self.now += ROUND_MS;
            for who in 0..self.devices.len() {
                self.exchange_in_peace(who)?;
            }
            let head = self.server.head();
            let done =
                |device: &SimDevice| device.disk.cursor == head && !device.disk.something_waits();
            if self.devices.iter().all(done) {
                return Ok(());
            }
        }
        Err("somebody still has something to say".to_owned())
    }

    fn exchange_in_peace(&mut self, who: usize) -> Result<(), String> {
        for _ in 0..ASKS_IN_A_ROUND {
            self.requests += 1;
            let (number, planted) = (self.requests, self.trouble.planted);
            let ask = self.devices[who].ask(number, self.now, planted, &mut self.rng)?;
            let Some(ask) = ask else { return Ok(()) };
            let answer = self.answer(who, &ask);
            let device = &mut self.devices[who];
            device.take(number, answer, self.now, false, planted, &mut self.rng)?;
        }
        Err(format!("device {who} asks on and on"))
    }

    pub(super) fn check(&self) -> Result<(), String> {
        for (index, device) in self.devices.iter().enumerate() {
            self.check_device(device)
                .map_err(|what| format!("device {index}: {what}"))?;
        }
        Ok(())
    }

    fn check_device(&self, device: &SimDevice) -> Result<(), String> {
        if let Some(reason) = device.quarantined.first() {
            return Err(format!("it set a chunk aside: {reason}"));
        }
        for id in &self.documents {
            let words = device.words(*id)?;
            let saved = self.saved.iter().filter(|(doc, _)| doc == id);
            if let Some((_, marker)) = saved.clone().find(|(_, marker)| !words.contains(marker)) {
                return Err(format!("it lacks “{marker}”"));
            }
            let heads = |device: &SimDevice| device.documents.get(id).map(Document::head_bytes);
            if self.devices.first().and_then(heads) != heads(device) {
                return Err(format!("it has other heads of {id} than device 0"));
            }
        }
        let everywhere = |(id, seq): &(_, u64)| {
            self.server.holds(*id, *seq)
                && self
                    .devices
                    .iter()
                    .all(|device| device.disk.seen.contains(id))
        };
        match device.acknowledged.iter().find(|what| !everywhere(what)) {
            Some((id, seq)) => Err(format!("{id} was acknowledged as {seq} and is not there")),
            None => Ok(()),
        }
    }
}
