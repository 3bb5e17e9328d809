//! One device: its encrypted store, its HTTP, and the answers to what screens ask.
