//! What went wrong, as a screen can say it: an exact code, for which every language has a
//! sentence that says what happened and what to do, and the detail that the sentence names.

use serde::{Deserialize, Serialize};

/// Something the person should know. Nothing they entered is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Chooses the sentence (`problem-<code>` in the translations).
    pub code: ProblemCode,
    /// A number or a technical remark for the diagnostics file; never content of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// Every way in which a call can fail.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)*
        }

        impl ProblemCode {
            /// All of them; a test asks that each has its sentence in every language.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The end of the message id in translations.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

problems! {
    /// The passphrase opens no slot.
    WrongPassphrase = "wrong-passphrase",
    /// Shorter than 12 characters; `detail` is the least length.
    ShortPassphrase = "short-passphrase",
    /// The recovery words are not a set of words, or not this device's.
    WrongWords = "wrong-words",
    /// Others took the place of the recovery words: they were used, or an admin replaced them.
    WordsUsed = "words-used",
    /// No team on that server has these recovery words.
    WordsUnknown = "words-unknown",
    /// What the server has for these words can't be told from what somebody else made.
    RecoveryNotClear = "recovery-not-clear",
    /// Several teams there open with these words; `detail` tells the six words of each, and how many devices
    /// it has. Which is meant has to be said.
    RecoverySeveral = "recovery-several",
    /// These are the words in force, and the team's key does not open with them.
    WordsCannotOpen = "words-cannot-open",
    /// The new recovery words were not typed back yet.
    WordsNotTyped = "words-not-typed",
    /// Other recovery words came into force before those that were made here.
    WordsOvertaken = "words-overtaken",
    /// No new recovery words wait on this device.
    NoNewWords = "no-new-words",
    /// Too many wrong tries; `detail` is how many seconds to wait.
    WaitBeforeRetry = "wait-before-retry",
    /// The device is locked.
    Locked = "locked",
    /// The computer's keychain could not be asked to keep anything.
    NoKeychain = "no-keychain",
    /// There is no team on this device yet.
    NoTeam = "no-team",
    /// There is a team on this device already.
    TeamExists = "team-exists",
    /// A name is needed and only spaces were given.
    NameNeeded = "name-needed",
    /// A safety note says nothing.
    SafetyNoteEmpty = "safety-note-empty",
    /// The document is not on this device.
    NotHere = "not-here",
    /// The line or field is not in the document.
    NoSuchPlace = "no-such-place",
    /// A program sent a value that the field can't hold.
    WrongValue = "wrong-value",
    /// The text is longer than a field can hold; `detail` is the limit in characters.
    TextTooLong = "text-too-long",
    /// The document was made by a newer version; it can be read only.
    MadeByNewerVersion = "made-by-newer-version",
    /// The code has a typing slip or a wrong length.
    CodeNotValid = "code-not-valid",
    /// No invite has this code.
    CodeUnknown = "code-unknown",
    /// The invite was used.
    CodeUsed = "code-used",
    /// The invite's time is over.
    CodeExpired = "code-expired",
    /// The setup code is not this server's.
    SetupCodeWrong = "setup-code-wrong",
    /// The server address is not one.
    AddressNotValid = "address-not-valid",
    /// Nobody answers at the server's address.
    ServerGone = "server-gone",
    /// Somebody answers with another certificate than the pinned one.
    ServerNotTheSame = "server-not-the-same",
    /// The server refused; `detail` is its code.
    ServerRefused = "server-refused",
    /// The server's log is not the one this device knows, and going back to a common place did not
    /// help.
    ServerBehind = "server-behind",
    /// What the server says does not fit with what this device has verified.
    ServerNotTrue = "server-not-true",
    /// The server does not have this team: it was wiped or replaced.
    ServerLostTeam = "server-lost-team",
    /// An admin has removed this device from the team.
    Removed = "removed",
    /// Some of what a removed device had not sent can't be handed over.
    CannotHandOver = "cannot-hand-over",
    /// More has come from a removed device than was looked at.
    HandedOverMore = "handed-over-more",
    /// A removed device is still handing over.
    HandedOverComing = "handed-over-coming",
    /// Nobody removes the device that they use.
    OwnDevice = "own-device",
    /// Something is erased only with a reason.
    ReasonNeeded = "reason-needed",
    /// Somebody said that the household has to be kept.
    OnHold = "on-hold",
    /// What would be erased is not what was shown.
    ErasureChanged = "erasure-changed",
    /// It is restricted to people of whom the person here is none.
    NotForYou = "not-for-you",
    /// Whoever says who can open something is among them.
    NameYourself = "name-yourself",
    /// Somebody who was named has no device that can be given the keys.
    NoDevice = "no-device",
    /// Two households can be opened by other people.
    OtherOpeners = "other-openers",
    /// Some of what a removed device handed over is restricted, and not for this admin.
    HandedOverRestricted = "handed-over-restricted",
    /// It was erased for the whole team.
    Erased = "erased",
    /// More than can be erased at once; `detail` is the limit.
    TooMuchToErase = "too-much-to-erase",
    /// No admin would be left.
    LastAdmin = "last-admin",
    /// Whoever changed the team's key gave this device none, or another one.
    TeamKeyMissing = "team-key-missing",
    /// The server has the team without this device: it was restored from a copy of before.
    ServerForgotDevice = "server-forgot-device",
    /// The server says too many requests came.
    ServerBusy = "server-busy",
    /// No server is set up yet.
    NoServer = "no-server",
    /// Only an admin can do this.
    AdminOnly = "admin-only",
    /// Another admin changed the team meanwhile.
    TeamMoved = "team-moved",
    /// The person who asked to join has withdrawn or was handled.
    JoinGone = "join-gone",
    /// The disk is full.
    DiskFull = "disk-full",
    /// The disk refused to write.
    WriteFailed = "write-failed",
    /// The database can't be read; it was kept as it is.
    StoreUnreadable = "store-unreadable",
    /// The file was chosen before the device was locked.
    FileGone = "file-gone",
    /// The file can't be read; `detail` is what the system says.
    FileUnreadable = "file-unreadable",
    /// The file can't be written; `detail` is what the system says.
    FileNotWritten = "file-not-written",
    /// The file is larger than Doorstep takes in; `detail` is the limit in megabytes.
    FileTooLarge = "file-too-large",
    /// The file is no table: a spreadsheet's own format, a picture …
    ImportNoTable = "import-no-table",
    /// There is nothing in the file.
    ImportEmpty = "import-empty",
    /// No column holds the name of a household or a person.
    ImportNoNames = "import-no-names",
    /// The file has changed since the dry run, or is another one.
    ImportChanged = "import-changed",
    /// The file has more rows than Doorstep takes in; `detail` is how many it takes.
    ImportTooManyRows = "import-too-many-rows",
    /// Somebody stopped it.
    ImportStopped = "import-stopped",
    /// There is no import to go on with.
    ImportGone = "import-gone",
    /// The file is no photo that can be read.
    NotAPhoto = "not-a-photo",
    /// The photo has more pixels than a device can hold in memory.
    PhotoTooLarge = "photo-too-large",
    /// This device has no microphone.
    NoMicrophone = "no-microphone",
    /// Another program has the microphone.
    MicrophoneBusy = "microphone-busy",
    /// The system does not let Doorstep hear.
    MicrophoneNotAllowed = "microphone-not-allowed",
    /// The microphone went away while it was recording; what was heard before is kept.
    MicrophoneLost = "microphone-lost",
    /// This device has nothing to play sound with, or another program has it.
    NoSpeaker = "no-speaker",
    /// A recording is being made already.
    RecordingUnderWay = "recording-under-way",
    /// The recording was kept or thrown away meanwhile, or nothing was heard yet.
    RecordingGone = "recording-gone",
    /// The file is no sound that can be read.
    NotASound = "not-a-sound",
    /// The sound is longer than Doorstep takes in; `detail` is the limit in minutes.
    SoundTooLong = "sound-too-long",
    /// What came, or what lies on the disk, is not the photo or voice note that was taken.
    AttachmentDamaged = "attachment-damaged",
    /// Whoever took the photo or voice note has not sent all of it yet.
    AttachmentNotSent = "attachment-not-sent",
    /// The server has no room for more photos and voice notes.
    AttachmentsFull = "attachments-full",
    /// A page holds more than a file of its kind can.
    PaperTooLarge = "paper-too-large",
    /// Only a lead or an admin can do this.
    LeadOnly = "lead-only",
    /// A copy of all households is being written already.
    CopyUnderWay = "copy-under-way",
    /// Another Doorstep has this folder open.
    OpenElsewhere = "open-elsewhere",
    /// The folder was made by a newer version.
    StoreTooNew = "store-too-new",
    /// The two households are one already.
    SameHousehold = "same-household",
    /// More households than can be shown as one; `detail` is the limit.
    TooManyJoined = "too-many-joined",
    /// The file is none in which a household moves.
    MoveNotOne = "move-not-one",
    /// A later version wrote the file.
    MoveLater = "move-later",
    /// The code is another file's.
    MoveWrongCode = "move-wrong-code",
    /// The file was cut off or changed on the way.
    MoveDamaged = "move-damaged",
    /// More is in it, or would be, than a file of this kind holds.
    MoveTooLarge = "move-too-large",
    /// This team wrote the file itself.
    MoveOwnTeam = "move-own-team",
    /// Photos or voice notes would not be in the file; `detail` is how many.
    MoveLacking = "move-lacking",
    /// Parts about it have arrived and can't be read here; `detail` is how many.
    MoveUnread = "move-unread",
    /// The server could not be asked what colleagues wrote last, and who may open it.
    MoveNotFetched = "move-not-fetched",
    /// Everybody in the practice team is made up: nothing moves out of it or into it.
    MovePractice = "move-practice",
    /// Those are not the words of the file that was written last.
    MoveWrongWords = "move-wrong-words",
    /// This device wrote no file for it.
    MoveNotBegun = "move-not-begun",
    /// A program error; `detail` says which.
    Unexpected = "unexpected",
}

impl Problem {
    /// A problem without detail.
    pub fn new(code: ProblemCode) -> Self {
        Self { code, detail: None }
    }

    /// A problem with a detail.
    pub fn with(code: ProblemCode, detail: impl ToString) -> Self {
        Self {
            code,
            detail: Some(detail.to_string()),
        }
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Self::new(code)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.detail {
            Some(detail) => write!(f, "{} ({detail})", self.code.word()),
            None => f.write_str(self.code.word()),
        }
    }
}

impl std::error::Error for Problem {}
