//! Visits, planned and done.

use crate::date::{Date, UnixMillis};
use crate::field::{Scalar, Value};
use crate::id::ItemId;

choice! {
    /// Where a visit took place.
    pub enum VisitPlace {
        /// At their home.
        Home = "home",
        /// On the telephone.
        Phone = "phone",
        /// Out in the community.
        Community = "community",
        /// At our office.
        Office = "office",
    }
}

impl Scalar for UnixMillis {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0)
    }
}

record! {
    /// A visit. Planned while `done` is not set.
    pub struct Visit in many Visits "visits" {
        /// The day it is planned for or took place.
        single date: Date,
        /// The time of day it is planned for, as people say it.
        single time: String,
        /// Whether it took place.
        single done: bool,
        /// When recording began.
        single begun_at: UnixMillis,
        /// Where.
        single place: VisitPlace,
        /// People of the household who were there.
        set people: ItemId,
        /// Members of the team who were there.
        set members: ItemId,
        /// Others who were there.
        single others: String,
        /// What was said and seen.
        words notes,
        /// What changed since last time.
        words changed_since,
    }
}
