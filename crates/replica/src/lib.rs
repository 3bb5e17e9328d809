//! A household as an automerge document, sealed and synced without IO.
