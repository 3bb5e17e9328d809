//! The home screen, out of projections.

use doorstep_model::Problem;
use doorstep_model::call::{GetHome, Home};

use super::Answer;
use crate::Device;
use crate::store::query;
use crate::store::table::member_name;

impl Answer<GetHome> for Device {
    async fn reply(&self, call: GetHome) -> Result<Home, Problem> {
        self.with(|open, _| {
            let device = open.device_key();
            let home = open.store.read(|conn| {
                let me = member_name::of_device(conn, &device)?.map(|(member, _)| member);
                query::home(conn, &call, me.as_ref())
            })?;
            Ok(home)
        })
    }
}
