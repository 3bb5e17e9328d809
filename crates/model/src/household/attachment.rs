//! Photos and voice notes of a visit. The record holds what they are; their bytes lie beside it,
//! sealed, and are fetched when somebody looks.

use crate::id::{BlobKey, ItemId};

choice! {
    /// What it is.
    pub enum AttachmentKind {
        /// A photo.
        Photo = "photo",
        /// Somebody speaking.
        Voice = "voice",
    }
}

choice! {
    /// What the bytes are.
    pub enum MediaType {
        /// A JPEG.
        Jpeg = "image/jpeg",
        /// Sound, not compressed.
        Wav = "audio/wav",
        /// Sound: Opus in an Ogg container.
        Ogg = "audio/ogg",
    }
}

record! {
    /// One photo or voice note.
    pub struct Attachment in many Attachments "attachments" {
        /// What it is.
        single kind: AttachmentKind,
        /// What is to be seen or heard.
        words caption,
        /// The visit it belongs to.
        single visit: ItemId,
        /// Where its bytes are.
        single blob: BlobKey,
        /// What the bytes are.
        single media_type: MediaType,
        /// How many bytes there are, before sealing.
        single bytes: i64,
        /// For a photo: pixels across.
        single width: i64,
        /// For a photo: pixels down.
        single height: i64,
        /// For a voice note: how long it is, in milliseconds.
        single length_ms: i64,
    }
}
