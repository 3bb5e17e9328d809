//! Answers: CBOR, or a refusal with its code and sentence.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use doorstep_wire::encode;
use doorstep_wire::refusal::{Refusal, RefusalCode};
use minicbor::Encode;

use super::security::Event;
use crate::storage::StorageFault;

/// Of every answer that says something.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 2] = [
    (
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/cbor"),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// It went well.
pub(super) struct Yes<T>(pub(super) T);

/// It went well, and there is nothing to say.
pub(super) struct Done;

/// It did not.
#[derive(Debug)]
pub(super) struct No {
    refusal: Refusal,
    event: Option<Event>,
}

impl No {
    pub(super) fn new(code: RefusalCode, sentence: impl Into<String>) -> Self {
        Self {
            refusal: Refusal::new(code, sentence),
            event: Event::of(code),
        }
    }

    /// With the security event that it is.
    pub(super) fn event(self, event: Event) -> Self {
        Self {
            event: Some(event),
            ..self
        }
    }
}

impl<T: Encode<()>> IntoResponse for Yes<T> {
    fn into_response(self) -> Response {
        (HEADERS, encode(&self.0)).into_response()
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        (
            StatusCode::NO_CONTENT,
            [(header::CACHE_CONTROL, "no-store")],
        )
            .into_response()
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let code = self.refusal.code;
        let status =
            StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, HEADERS, encode(&self.refusal)).into_response();
        response.extensions_mut().insert(code);
        if let Some(event) = self.event {
            response.extensions_mut().insert(event);
        }
        response
    }
}

impl From<StorageFault> for No {
    fn from(fault: StorageFault) -> Self {
        use RefusalCode as Code;
        let (code, sentence) = match &fault {
            StorageFault::UnknownTeam => (Code::UnknownTeam, "This team is not on this server."),
            StorageFault::MembershipMoved => (
                Code::MembershipMoved,
                "Somebody else changed the team first. Read on and try again.",
            ),
            StorageFault::ChainDiffers => (
                Code::ChainDiffers,
                "The server's log is not the one this device has read.",
            ),
            StorageFault::LogForked => (
                Code::LogForked,
                "A chunk does not follow the last one of its log.",
            ),
            StorageFault::InviteTaken => (Code::InviteUsed, "Another device used this invite."),
            StorageFault::TooManyInvites => (
                Code::TooMany,
                "The team has too many open invites. Close some first.",
            ),
            StorageFault::UnknownInvite => (Code::InviteUnknown, "No invite has this code."),
            StorageFault::UnknownBlob => (Code::BlobUnknown, "There is no such blob."),
            StorageFault::BlobDiffers => (Code::BlobDiffers, "Another blob has this name."),
            StorageFault::BlobPartMissing => (
                Code::BlobPartMissing,
                "This part of the blob has not come yet.",
            ),
            StorageFault::BlobQuota => (
                Code::BlobQuota,
                "The team's blobs take all the room there is for them.",
            ),
            StorageFault::HandedOverFull => (
                Code::TooLarge,
                "This device has handed over all that a removed device may.",
            ),
            StorageFault::Erased => (
                Code::BadBlob,
                "What this blob belongs to was erased. Nothing of it is kept.",
            ),
            StorageFault::Database(_) | StorageFault::Unusable(_) => {
                tracing::error!(%fault, "the store failed");
                (
                    Code::StoreFailed,
                    "The server could not store this. Nothing was kept. Try again.",
                )
            }
        };
        Self::new(code, sentence)
    }
}
