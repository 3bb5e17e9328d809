//! What a team learns from its records: for the team as a whole and over time. There is nothing in
//! here by which one worker could be held against another.
//!
//! A number of things is an `Option`: `None` where it is too small to be given away.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::household::{DoneBy, ServiceKind, Sureness};
use crate::id::{FileTicket, ItemId};

/// Numbers below this one stay on the device.
pub const LEAST_GIVEN_AWAY: u32 = 5;

/// Months before the first visit and since it that services are looked at.
pub const SERVICE_MONTHS: u32 = 12;

/// How many times; `None` where that is under [`LEAST_GIVEN_AWAY`], or would tell one that is.
pub type Times = Option<u32>;

/// Asks for everything that is learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetLearning {
    /// From when to when.
    pub period: Period,
    /// Only households of this locality.
    pub locality: Option<String>,
    /// The day, as the screen's time zone has it.
    pub today: Date,
    /// For paper, or for somebody else: without small numbers and without anybody's words.
    pub to_give_away: bool,
}

/// From when to when. Weeks and months count whole, those that begin within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// This month so far, and so many before it.
    LastMonths(u32),
    /// All there is until today.
    All,
    /// From a day to a day, both of them in it.
    Own {
        /// The first.
        from: Date,
        /// The last.
        until: Date,
    },
}

/// Everything that is learned. It is read from tallies: it costs the same at any number of
/// households.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearningPage {
    /// The first day that counts; `None` for all there is.
    pub from: Option<Date>,
    /// The last day that counts.
    pub until: Date,
    /// Every locality there is, for the filter; at most 50.
    pub localities: Vec<String>,
    /// Small numbers are left out.
    pub to_give_away: bool,
    /// In what is given away: parts that are known of fewer than [`LEAST_GIVEN_AWAY`] households.
    /// Nothing of them is given away.
    pub too_few: Vec<LearningPart>,
    /// Whether anything at all is written down that one could learn from, in any period.
    pub anything: bool,
    /// What people asked for.
    pub demand: DemandLearning,
    /// How long it took until they said that it is sorted.
    pub sorted: SortedLearning,
    /// Who does what was agreed.
    pub doing: DoingLearning,
    /// Pulled in against handed off.
    pub expertise: ExpertiseLearning,
    /// What services they used, before the first visit and since.
    pub services: ServicesLearning,
    /// What is in the way, most often first.
    pub obstacles: Vec<ObstacleRow>,
}

choice! {
    /// A part of what is learned.
    pub enum LearningPart {
        /// What people asked for.
        Demand = "demand",
        /// How long it took until it was sorted.
        Sorted = "sorted",
        /// Who does what was agreed.
        Doing = "actions",
        /// Pulled in against handed off.
        Expertise = "expertise",
        /// What services they used.
        Services = "services",
        /// What is in the way.
        Obstacles = "obstacles",
    }
}

/// What people asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DemandLearning {
    /// Week by week without a gap, oldest first; the newest 260 at most. What is given away ends
    /// with the last week that is over.
    pub weeks: Vec<DemandWeek>,
    /// They are months, by the day on which their weeks begin: in what is given away, where of most
    /// weeks nothing would be left.
    pub by_month: bool,
    /// In all, also of weeks that are not listed.
    pub total: DemandTimes,
    /// How many of them repeat an earlier one.
    pub repeats: Times,
    /// Causes of failure demand, most often first.
    pub causes: Vec<CauseRow>,
    /// How the number of a week behaves; over the whole weeks only, in their order.
    pub chart: Option<Xmr>,
}

/// One week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandWeek {
    /// Its Monday; of a month the first.
    pub begins: Date,
    /// How many.
    pub times: DemandTimes,
    /// Whether it is over.
    pub whole: bool,
}

/// Demand by what it turned out to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandTimes {
    /// What we are here for.
    pub value: Times,
    /// Caused by something not done, or not done right.
    pub failure: Times,
    /// Not decided yet, or not yet clear.
    pub unclear: Times,
    /// Together.
    pub all: Times,
}

/// A cause of failure demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseRow {
    /// Which; `None` where nobody said.
    pub cause: Option<ItemId>,
    /// Its name in the team's list; empty where that is not known here.
    pub name: String,
    /// How often.
    pub times: Times,
}

/// How a measure behaves from one value to the next: an XmR chart. Limits are mean ± 2.66 × mean
/// moving range (Wheeler, *Understanding Variation*); none of ours can fall below zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Xmr {
    /// The mean.
    pub mean: f64,
    /// The mean difference between one value and the next.
    pub moving_range: f64,
    /// The upper natural limit.
    pub upper: f64,
    /// The lower natural limit; zero where it would be below.
    pub lower: f64,
    /// What is to be seen of each value, in their order.
    pub marks: Vec<Mark>,
}

/// What is to be seen of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Outside the limits.
    pub outside: bool,
    /// One of eight or more in a row on the same side of the mean.
    pub run: bool,
}

/// How long it took.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SortedLearning {
    /// How many stories ended in the period.
    pub times: Times,
    /// The newest 100 of them, oldest first.
    pub stories: Vec<SortedStory>,
    /// How they behave.
    pub chart: Option<Xmr>,
    /// All of them, by the month in which they were sorted.
    pub months: Vec<SortedMonth>,
}

/// One story: a demand with all that repeat it, until the household said that it is sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortedStory {
    /// The day they said so; left out of what is given away.
    pub on: Option<Date>,
    /// Days since the first demand.
    pub days: u32,
}

/// Stories of one month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SortedMonth {
    /// Its first day.
    pub month: Date,
    /// How many.
    pub times: Times,
    /// Days they took, on average; left out with their number.
    pub mean_days: Option<f64>,
}

/// Who does what was agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoingLearning {
    /// By who does it, in the order we hope for; last those where nobody said.
    pub rows: Vec<DoingRow>,
    /// Month by month; numbers in the order of the rows.
    pub months: Vec<DoingMonth>,
    /// What people can now do for themselves, in their words, newest first; at most 12. Left out
    /// of what is given away.
    pub words: Vec<String>,
}

/// Actions that one kind of people does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoingRow {
    /// Who; `None` where nobody said.
    pub done_by: Option<DoneBy>,
    /// In all.
    pub all: Times,
    /// Still open.
    pub open: Times,
    /// Done.
    pub done: Times,
    /// Something else was done instead.
    pub changed: Times,
    /// Dropped.
    pub dropped: Times,
    /// With something that people can now do for themselves.
    pub can_do_now: Times,
}

/// One month of actions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoingMonth {
    /// Its first day.
    pub month: Date,
    /// How many, in the order of the rows.
    pub times: Vec<Times>,
}

/// Pulled in against handed off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertiseLearning {
    /// Expertise came to the household.
    pub pulled_in: Times,
    /// The household was sent on.
    pub handed_off: Times,
    /// Month by month.
    pub months: Vec<ExpertiseMonth>,
}

/// One month of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertiseMonth {
    /// Its first day.
    pub month: Date,
    /// Expertise came to the household.
    pub pulled_in: Times,
    /// The household was sent on.
    pub handed_off: Times,
}

/// What services households used in the twelve calendar months before the month of their first
/// visit, and in up to twelve that are over after it. Households whose first visit was in the
/// period, and of which at least one service is written down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServicesLearning {
    /// How many households.
    pub households: Times,
    /// Months of households before: twelve each. Zero where the households are too few to be
    /// given away.
    pub months_before: u32,
    /// Months of households since.
    pub months_since: u32,
    /// Together.
    pub total: BeforeSince,
    /// By kind, in the model's order; last those where nobody said.
    pub kinds: Vec<ServiceKindRow>,
    /// By how sure we are, surest first; last those where nobody said.
    pub sure: Vec<SureRow>,
    /// Month by month.
    pub months: Vec<ServiceMonth>,
}

/// Uses before and since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeforeSince {
    /// In the months before the month of the first visit.
    pub before: Uses,
    /// In those after it.
    pub since: Uses,
}

/// How much was used. A span counts for each month with its share of the days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uses {
    /// In thousandths of a use; `None` where it is fewer than five uses.
    pub thousandths: Option<u64>,
    /// What they cost, in pence, where somebody knew; left out with their number.
    pub pence: Option<u64>,
}

/// One kind of service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceKindRow {
    /// Which; `None` where nobody said.
    pub kind: Option<ServiceKind>,
    /// How much.
    pub uses: BeforeSince,
}

/// Uses of which we are as sure as this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SureRow {
    /// How sure; `None` where nobody said.
    pub sureness: Option<Sureness>,
    /// How much.
    pub uses: BeforeSince,
}

/// One month before or since the month of the first visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceMonth {
    /// -12 to -1, 1 to 12.
    pub month: i32,
    /// How many households this month is known of.
    pub households: Times,
    /// How much.
    pub uses: Uses,
}

/// A kind of thing in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObstacleRow {
    /// Which; `None` where nobody said.
    pub kind: Option<ItemId>,
    /// Its name in the team's list; empty where that is not known here.
    pub name: String,
    /// How often.
    pub times: Times,
    /// How many of them still are.
    pub still: Times,
}

/// Writes what is learned, without small numbers and without anybody's words, as one table (CSV,
/// RFC 4180, UTF-8 with a mark).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportLearning {
    /// From when to when.
    pub period: Period,
    /// Only households of this locality.
    pub locality: Option<String>,
    /// The day, as the screen's time zone has it.
    pub today: Date,
    /// The file.
    pub ticket: FileTicket,
}

/// It is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearningExported {
    /// Lines of the table, without its head.
    pub lines: u32,
}
