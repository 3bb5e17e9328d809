//! Faults on the real thing: kills, power cuts, refused writes, damaged files, cut and slow lines, upgrades.

mod cut;
mod flip;
mod kill;
mod memory;
mod power_cut;
mod second;
mod server_upgrade;
mod slow;
mod upgrade;
mod write_errors;
