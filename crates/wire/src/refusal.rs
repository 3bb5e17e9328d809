//! How the server says no: an exact code and a sentence.

use minicbor::{Decode, Encode};

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Refusal {
    /// For programs.
    #[n(0)]
    pub code: RefusalCode,
    /// For people who read logs; says what was wrong and never repeats content.
    #[n(1)]
    pub sentence: String,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident = $number:literal, $name:literal, $status:literal;)*) => {
        /// Why the server refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
        #[cbor(index_only)]
        pub enum RefusalCode {
            $($(#[$doc])* #[n($number)] $variant,)*
        }

        impl RefusalCode {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code as it stands in logs and documentation.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The HTTP status it travels with.
            pub fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

refusals! {
    /// The body is not what this request takes.
    Malformed = 0, "malformed", 400;
    /// The body is larger than the limit.
    TooLarge = 1, "too_large", 413;
    /// There is no session, or it has ended.
    NoSession = 2, "no_session", 401;
    /// The device is not in the team.
    NotMember = 3, "not_member", 403;
    /// The device may not do this.
    NotAllowed = 4, "not_allowed", 403;
    /// The team is not on this server.
    UnknownTeam = 5, "unknown_team", 404;
    /// There is no such place.
    NotFound = 6, "not_found", 404;
    /// A signature does not fit.
    BadSignature = 7, "bad_signature", 403;
    /// A chunk is not well-formed.
    BadChunk = 8, "bad_chunk", 422;
    /// A membership entry is not well-formed or can't stand there.
    BadEntry = 9, "bad_entry", 422;
    /// Another admin's entry came first.
    MembershipMoved = 10, "membership_moved", 409;
    /// The chain at the device's cursor is not the server's.
    ChainDiffers = 11, "chain_differs", 409;
    /// The device's log goes on from another chunk: it was cloned or restored.
    LogForked = 12, "log_forked", 409;
    /// No invite has this code.
    InviteUnknown = 13, "invite_unknown", 404;
    /// The invite was used.
    InviteUsed = 14, "invite_used", 410;
    /// The invite's time is over.
    InviteExpired = 15, "invite_expired", 410;
    /// Too many requests.
    TooMany = 16, "too_many", 429;
    /// The setup code is not this server's.
    BadSetupCode = 17, "bad_setup_code", 403;
    /// The server can't store anything now.
    StoreFailed = 18, "store_failed", 503;
    /// The method does not fit the place.
    WrongMethod = 19, "wrong_method", 405;
    /// The request took too long to arrive.
    TooSlow = 20, "too_slow", 408;
    /// A blob's head or part is not well-formed, or not what its writer signed.
    BadBlob = 21, "bad_blob", 422;
    /// There is no such blob.
    BlobUnknown = 22, "blob_unknown", 404;
    /// Another blob has this name.
    BlobDiffers = 23, "blob_differs", 409;
    /// The blob is there, this part of it is not.
    BlobPartMissing = 24, "blob_part_missing", 404;
    /// The team's blobs take all the room that the operator gives them.
    BlobQuota = 25, "blob_quota", 507;
    /// The device was removed from the team; the membership log says by whom.
    Removed = 26, "removed", 403;
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: RefusalCode, sentence: impl Into<String>) -> Self {
        Self {
            code,
            sentence: sentence.into(),
        }
    }
}
