//! Names behind the devices in a household's stamps: the team's own, and those that came with it.

use std::collections::BTreeMap;

use doorstep_model::{DeviceKey, Problem};
use doorstep_wire::id::DocId;

use crate::store::table::member_name;
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Names of the team's devices, and of those that stand in this household, or in what is shown as one with it,
    /// and are of another team. Nobody of another team takes a name of this one.
    pub(crate) fn names_about(
        &mut self,
        id: DocId,
    ) -> Result<BTreeMap<DeviceKey, String>, Problem> {
        let mut names = self.store.read(member_name::by_device)?;
        for document in self.shown_together(id)? {
            for brought in self.document(document)?.document.brought() {
                let key = brought.key.value.map(DeviceKey::try_from);
                if let (Some(Ok(key)), Some(name)) = (key, brought.name.value) {
                    names.entry(key).or_insert(name);
                }
            }
        }
        Ok(names)
    }
}
