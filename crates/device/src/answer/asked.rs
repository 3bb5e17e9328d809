//! Demand that the team has not yet looked at together, out of projections.

use doorstep_model::Problem;
use doorstep_model::call::{AskedForList, ListAskedFor};

use super::Answer;
use crate::Device;
use crate::store::query;

impl Answer<ListAskedFor> for Device {
    async fn reply(&self, call: ListAskedFor) -> Result<AskedForList, Problem> {
        self.with(|open, _| Ok(open.store.read(|conn| query::asked_for(conn, &call))?))
    }
}
