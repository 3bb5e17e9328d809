//! Doorstep's screens.
