//! The arithmetic of learning, pure: weeks and months, stories of demand, shares of a span, how a
//! measure behaves, what is too small to be given away, and the table that leaves the device.

pub(crate) mod calendar;
pub(crate) mod give_away;
pub(crate) mod small;
pub(crate) mod spread;
pub(crate) mod story;
pub(crate) mod table;
pub(crate) mod two_ways;
pub(crate) mod xmr;
