//! The calls a screen can make, each a struct with its reply type.
//!
//! [`for_each_call!`](crate::for_each_call) lists them once; the bridge and the device are made
//! from that list, so a call can't be forgotten on one side.

mod asked;
mod attachment;
mod begin;
mod copy;
mod erasure;
mod file;
mod history;
mod home;
mod households;
mod import;
mod join;
mod joined;
mod keychain;
mod learning;
mod lock;
mod moving;
mod new_words;
mod openers;
mod paper;
mod recovery;
mod safety;
mod settings;
mod sync;
mod team;
mod voice;

pub use asked::*;
pub use attachment::*;
pub use begin::*;
pub use copy::*;
pub use erasure::*;
pub use file::*;
pub use history::*;
pub use home::*;
pub use households::*;
pub use import::*;
pub use join::*;
pub use joined::*;
pub use keychain::*;
pub use learning::*;
pub use lock::*;
pub use moving::*;
pub use new_words::*;
pub use openers::*;
pub use paper::*;
pub use recovery::*;
pub use safety::*;
pub use settings::*;
pub use sync::*;
pub use team::*;
pub use voice::*;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something a screen asks of the device.
pub trait Call: Serialize + DeserializeOwned {
    /// What it answers when all goes well; otherwise it answers a [`crate::Problem`].
    type Reply: Serialize + DeserializeOwned;
    /// Its name on the bridge.
    const NAME: &'static str;
}

macro_rules! calls {
    ($($call:ident => $reply:ty,)*) => {
        $(impl Call for $call {
            type Reply = $reply;
            const NAME: &'static str = stringify!($call);
        })*

        /// Hands the list of all calls to a macro: `for_each_call!(then)` expands to
        /// `then!(GetStanding StartTeam …)`.
        #[macro_export]
        macro_rules! for_each_call {
            ($then:ident) => { $then!($($call)*); };
        }
    };
}

calls! {
    GetStanding => Standing,
    StartPractice => Standing,
    LeavePractice => Standing,
    ClearRemoved => Standing,
    StartTeam => TeamStarted,
    ConfirmRecovery => RecoveryConfirmed,
    BeginRecovery => RecoveryProgress,
    FinishRecovery => Standing,
    CancelRecovery => Standing,
    CheckRecoveryWords => (),
    GetRecoveryKit => RecoveryKit,
    BeginNewWords => NewWords,
    ConfirmNewWords => RecoveryConfirmed,
    FinishNewWords => TeamPage,
    PutNewWordsAway => TeamPage,
    HeardOfNewWords => TeamPage,
    ChangePassphrase => (),
    AskToJoin => JoinProgress,
    CheckJoin => JoinProgress,
    CancelJoin => Standing,
    Unlock => Standing,
    UnlockWithWords => Standing,
    Lock => Standing,
    GetHome => Home,
    ListHouseholds => HouseholdList,
    AddHousehold => HouseholdAdded,
    OpenHousehold => HouseholdOpened,
    EditHousehold => Saved,
    FindAlike => AlikeList,
    JoinHouseholds => HouseholdsJoined,
    SeparateHousehold => HouseholdSeparated,
    ListAskedFor => AskedForList,
    GetSafetyNotes => SafetyNotes,
    AddSafetyNote => SafetyNoteAdded,
    EditSafetyNote => Saved,
    GetOpeners => Openers,
    SetOpeners => Openers,
    GetTeam => TeamPage,
    EditTeam => Saved,
    CreateInvite => InviteCreated,
    ApproveJoin => TeamPage,
    DeclineJoin => TeamPage,
    RemoveDevice => TeamPage,
    ChangeRole => TeamPage,
    LookAtHandedOver => HandedOverPage,
    AcceptHandedOver => TeamPage,
    DeclineHandedOver => TeamPage,
    GetMove => Move,
    WriteMove => Move,
    ConfirmMoved => Move,
    StopMove => Move,
    LookAtMove => MoveLookedAt,
    TakeOver => TakenOver,
    GetErasure => ErasureAhead,
    EraseHousehold => TeamPage,
    EraseLeftOver => TeamPage,
    ConnectServer => SyncPage,
    GetHouseholdKept => HouseholdKept,
    GetSync => SyncPage,
    SyncNow => SyncPage,
    GetSettings => Settings,
    ChangeSettings => Settings,
    GetKeychain => KeychainUse,
    UseKeychain => KeychainUse,
    ChooseFile => Option<FileChosen>,
    PlanImport => ImportPage,
    RunImport => ImportPage,
    StopImport => Option<ImportPage>,
    GetImport => Option<ImportPage>,
    ListImportRows => ImportRows,
    SaveImportReport => ReportSaved,
    ForgetImport => Option<ImportPage>,
    GetLearning => LearningPage,
    ExportLearning => LearningExported,
    AddAttachment => Saved,
    GetAttachment => AttachmentState,
    GetAttachmentSpace => AttachmentSpace,
    LetAttachmentsGo => AttachmentSpace,
    GetVoice => VoicePage,
    StartRecording => VoicePage,
    StopRecording => VoicePage,
    KeepRecording => Saved,
    ThrowRecordingAway => VoicePage,
    AddVoiceNote => Saved,
    FindVoice => VoicePlace,
    PlayVoice => VoicePage,
    PauseVoice => VoicePage,
    GetHistory => History,
    GetHouseholdThen => HouseholdThen,
    GetNews => News,
    HaveLooked => (),
    UndoHousehold => Undone,
    UndoTeam => Undone,
    MeasurePaper => PaperMeasured,
    WritePaper => PaperMeasured,
    ShowCopy => CopyShown,
    WriteCopy => PaperMeasured,
    WriteTeamCopy => TeamCopied,
    GetTeamCopy => Option<TeamCopying>,
    StopTeamCopy => (),
    UndoSafetyNote => Undone,
}
