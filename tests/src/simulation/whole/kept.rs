//! What a household's page says about where its record is, compared with where it is.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves"
)]

use doorstep_model::DocKey;
use doorstep_model::call::GetHouseholdKept;

use super::losses::steps_in;
use super::world::{World, doc};

impl World {
    /// Who is said to hold everything about this household holds it: the server, and teammates'
    /// devices. Of a device that was put back to a copy nobody can know what it lost.
    pub(super) fn is_kept_where_it_says(&mut self, who: usize, id: &DocKey) -> Result<(), String> {
        let call = GetHouseholdKept { id: id.clone() };
        let Some(Ok(kept)) = self.devices[who].ask(call)? else {
            return Ok(());
        };
        let mut said = kept.devices.iter().filter(|device| device.all).peekable();
        if !kept.server && said.peek().is_none() {
            return Ok(());
        }
        let document = doc(id);
        let here = steps_in(&self.devices[who], &self.ledger, document)?;
        if kept.server && !here.iter().all(|step| self.ledger.held_one(step)) {
            return Err(format!(
                "device {who} says that the server holds all of household {document}, and it lacks \
                 something"
            ));
        }
        if self.copies > 0 {
            return Ok(());
        }
        for kept_by in said {
            for (number, other) in self.devices.iter().enumerate() {
                if other.name != kept_by.name {
                    continue;
                }
                let there = steps_in(other, &self.ledger, document)?;
                if let Some(step) = here.difference(&there).next() {
                    let on_server = self.ledger.holds_one(step);
                    return Err(format!(
                        "device {who} says that device {number} holds all of household {document}, \
                         and it lacks {step}; that the server holds it is {on_server}"
                    ));
                }
            }
        }
        Ok(())
    }
}
