//! From the server's sequence into documents, in two steps. What arrives is checked and kept, many
//! chunks a transaction, and the cursor moves on with it: from then on it is on this device. What it
//! says is read into its document afterwards, all that waits for one document at once, in the
//! background or when somebody looks at it. So a new device has everything as soon as the line allows,
//! and shows it household by household.

mod accepted;
mod ahead;
mod arrive;
mod found;
mod preview;
mod read;
mod reading;
#[cfg(test)]
mod tests;
mod work;

pub(crate) use accepted::take_up;
pub(crate) use preview::Preview;
