//! The home screen, out of projections.

use doorstep_model::Problem;
use doorstep_model::call::{GetHome, Home};

use super::Answer;
use crate::Device;
use crate::store::query;

impl Answer<GetHome> for Device {
    async fn reply(&self, call: GetHome) -> Result<Home, Problem> {
        self.with(|open, _| Ok(open.store.read(|conn| query::home(conn, call.today))?))
    }
}
