//! The window and the operating system around a device.
