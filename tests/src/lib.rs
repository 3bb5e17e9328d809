//! Worlds of devices and servers.
