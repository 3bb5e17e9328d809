//! Faults that controls plant, each for one of the things that are asked, which must then be found broken.

/// A fault that must be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// A person was told "saved", and nothing was.
    NeverSaved,
    /// A removed device gets at keys of those who stayed.
    RemovedIsToldKeys,
    /// Whoever is not named gets at keys of those who are.
    UnnamedIsToldKeys,
    /// Whoever has a paper that does not count any more gets at keys.
    FormerPaperIsToldKeys,
    /// Somebody says who can open a household, and it is not kept.
    NeverRestricted,
    /// A device has rows of a household that was erased.
    ErasedIsKept,
    /// A device has another key of the last epoch.
    OtherKey,
    /// A device lacks the last entry of the log.
    OtherLog,
    /// The paper in force is nobody's.
    PaperIsGone,
    /// A device's store forgets that something waits to be sent.
    ForgetsToSend,
    /// A person writes after everybody came to rest.
    WritesAfterwards,
}

impl Planted {
    /// All of them, with the words that the finding must hold.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::NeverSaved, "lacks"),
        (Self::RemovedIsToldKeys, "was removed, opens"),
        (Self::UnnamedIsToldKeys, "is not named, opens"),
        (Self::FormerPaperIsToldKeys, "a former paper opens"),
        (Self::NeverRestricted, "may not open"),
        (Self::ErasedIsKept, "still has"),
        (Self::OtherKey, "another key"),
        (Self::OtherLog, "another membership log"),
        (Self::PaperIsGone, "nobody has the paper"),
        (Self::ForgetsToSend, "lacks"),
        (Self::WritesAfterwards, "other heads"),
    ];
}
