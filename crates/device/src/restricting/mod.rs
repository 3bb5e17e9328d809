//! Documents for named people alone: who they are as far as this device knows, the keys that it writes with
//! and hands on, and what it does with those that are not for it.

mod audience;
mod counted;
mod hand_on;
mod keep;
mod people;
mod say;
mod settle;
mod standing;
#[cfg(test)]
mod tests;

pub(crate) use audience::Audience;
pub(crate) use say::named_in;
