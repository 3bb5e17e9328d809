//! Sizes that are checked before anything is allocated or decoded. All in bytes unless named.

/// A whole sealed chunk: header, ciphertext, signature.
pub const MAX_SEALED_CHUNK: usize = 4 * 1024 * 1024;
/// A chunk's plaintext after decompression.
pub const MAX_PLAINTEXT: usize = 16 * 1024 * 1024;
/// A request's body.
pub const MAX_REQUEST: usize = 16 * 1024 * 1024;
/// A reply's body, as a device accepts it.
pub const MAX_REPLY: usize = 16 * 1024 * 1024;
/// What a device asks for in one reply.
pub const REPLY_CHUNKS: u32 = 4 * 1024 * 1024;
/// Chunks in one request.
pub const MAX_PUSH_COUNT: usize = 1_000;
/// What a device offers in one request.
pub const PUSH_CHUNKS: usize = 4 * 1024 * 1024;
/// A membership entry.
pub const MAX_ENTRY: usize = 64 * 1024;
/// Membership entries in one reply.
pub const MAX_ENTRIES_REPLY: usize = 500;
/// An invite's sealed ticket.
pub const MAX_TICKET: usize = 1024;
/// A joiner's sealed name.
pub const MAX_SEALED_NAME: usize = 512;
/// Documents that one entry erases, as a count.
pub const MAX_ERASED: usize = 500;
/// Checkpoints that are compared in one request, as a count.
pub const MAX_CHECKPOINTS: usize = 64;
/// Names of chunks in one reply, as a count.
pub const MAX_INVENTORY: usize = 10_000;
/// Entries after the first that come with a team which is given to a new server, in bytes together.
pub const MAX_RETURNED_ENTRIES: usize = MAX_ENTRY;
/// Teams that are answered to whoever has one set of recovery words, as a count; there is one, unless
/// somebody made others to confuse.
pub const MAX_RECOVERY_TEAMS: usize = 8;
/// Open invites a team may have on a server at once, as a count.
pub const MAX_OPEN_INVITES: usize = 100;
/// A blob before sealing, padding included.
pub const MAX_BLOB: usize = 8 * 1024 * 1024;
/// A part of a blob before sealing. Small, so that on a slow line text never waits long behind one,
/// and a cut costs little.
pub const BLOB_PART: usize = 64 * 1024;
/// Blobs that are asked after in one request, as a count.
pub const MAX_BLOB_NAMES: usize = 1_000;
/// Blobs that a team may have on a server, as a count.
pub const MAX_BLOBS: u64 = 1_000_000;
/// What one removed device may hand over.
pub const MAX_HANDED_OVER: u64 = 64 * 1024 * 1024;
/// What it hands over in one request, unless one item is longer.
pub const MAX_HANDED_OVER_AT_ONCE: usize = 1024 * 1024;
/// Items in one such request, as a count.
pub const MAX_HANDED_OVER_COUNT: usize = 1_000;
/// Items that one removed device may hand over, as a count.
pub const MAX_HANDED_OVER_ITEMS: u64 = 20_000;
