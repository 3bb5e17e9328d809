//! The log, for many teams; it cannot read a word.
