//! What a household record is, and the calls a screen can make.
