//! The page for leaders: it has pictures, and it is about nobody.

use super::*;

use doorstep_model::DocKey;
use doorstep_model::call::LearningPart;

/// Households that ask in turn.
async fn households(alex: &Person, count: usize, locality: &str) -> Vec<DocKey> {
    let mut ids = Vec::new();
    for nth in 0..count {
        let id = alex.add_household(&format!("{locality} {nth}")).await;
        let place = About::locality.only().set(Some(locality.to_owned()));
        alex.edit(&id, vec![place]).await;
        ids.push(id);
    }
    ids
}

/// So many demands of each class in each week from a Monday on, by these households in turn.
async fn ask_weekly(alex: &Person, ids: &[DocKey], from: &str, weeks: &[[u32; 3]]) {
    let classes = [
        Some(DemandClass::Value),
        Some(DemandClass::Failure),
        None::<DemandClass>,
    ];
    let mut edits = vec![Vec::new(); ids.len()];
    let mut turn = 0;
    for (at, week) in (0_i64..).zip(weeks) {
        let day = recount::date_of(recount::day(date(from)) + at * 7);
        for (class, times) in classes.iter().zip(week) {
            for _ in 0..*times {
                let mut fields = vec![Demand::date.with(day)];
                fields.extend(class.map(|class| Demand::class.with(class)));
                edits[turn % ids.len()].push(line(Demand::date.part, fields));
                turn += 1;
            }
        }
    }
    for (id, edits) in ids.iter().zip(edits) {
        alex.edit(id, edits).await;
    }
}

async fn given(alex: &Person, locality: Option<&str>) -> LearningPage {
    let page = alex.must(ask(Period::All, locality, true)).await;
    assert_eq!(told(&page), Vec::<String>::new());
    page
}

fn alone(folder: &std::path::Path) -> Person {
    World::begin_in(folder).device("Alex")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weeks_without_a_small_number_have_their_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 7, "Riverside").await;
    ask_weekly(&alex, &ids, "2026-06-01", &[[8, 6, 0]; 20]).await;
    let demand = given(&alex, None).await.demand;
    assert!(demand.chart.is_some());
    let first = &demand.weeks[0].times;
    let seen = (first.value, first.failure, first.unclear, first.all);
    assert_eq!(seen, (Some(8), Some(6), Some(0), Some(14)));
    let total = &demand.total;
    let seen = (total.value, total.failure, total.unclear, total.all);
    assert_eq!(seen, (Some(160), Some(120), Some(0), Some(280)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_known_of_one_household_is_not_given_away() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 6, "Riverside").await;
    ask_weekly(&alex, &ids, "2026-06-01", &[[9, 6, 0]; 10]).await;
    let one = households(&alex, 1, "The Quay").await;
    ask_weekly(&alex, &one, "2026-06-01", &[[9, 6, 0]; 10]).await;
    let page = given(&alex, Some("The Quay")).await;
    let total = &page.demand.total;
    let seen = [total.value, total.failure, total.unclear, total.all];
    assert_eq!(seen, [None; 4]);
    // In words, and for all of the page: that nothing happened would be about them too.
    assert_eq!(page.too_few, LearningPart::ALL);
    assert_eq!(page.services.households, None);
    let page = given(&alex, Some("Riverside")).await;
    assert_eq!(page.too_few, []);
    assert_eq!(page.demand.total.all, Some(150));

    // Enough households, but only these two did anything: not that either.
    for id in &ids[..2] {
        let action = || {
            line(
                Action::done_by.part,
                vec![
                    Action::done_by.with(DoneBy::Family),
                    Action::agreed_on.with(date("2026-07-01")),
                ],
            )
        };
        alex.edit(id, std::iter::repeat_with(action).take(9).collect())
            .await;
    }
    let page = given(&alex, None).await;
    assert_eq!(page.too_few, [LearningPart::Doing]);
    assert!(page.doing.rows.is_empty() && page.doing.months.is_empty());
    assert_eq!(page.demand.total.all, Some(300));
    // The screen of the team itself has it all.
    let page = alex.must(ask(Period::All, None, false)).await;
    assert!(page.too_few.is_empty() && !page.doing.rows.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_small_number_costs_the_parts_of_weeks_and_not_the_picture_of_weeks() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 7, "Riverside").await;
    let mut weeks = [[8, 6, 0]; 20];
    weeks[4] = [8, 6, 2];
    weeks[9] = [7, 6, 4];
    ask_weekly(&alex, &ids, "2026-06-01", &weeks).await;
    let demand = given(&alex, None).await.demand;
    let chart = demand.chart.expect("the weeks");
    assert_eq!(chart.marks.len(), 25, "weeks until the last that is over");
    for week in &demand.weeks[..20] {
        let times = &week.times;
        assert_eq!(
            (times.value, times.failure, times.unclear),
            (None, None, None)
        );
        assert!(week.whole && times.all.is_some(), "{week:?}");
    }
    assert_eq!(demand.weeks[24].times.all, Some(0));
    let total = &demand.total;
    let seen = (total.value, total.failure, total.unclear, total.all);
    assert_eq!(seen, (Some(159), Some(120), Some(6), Some(285)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_weeks_are_small_there_are_months() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 6, "Riverside").await;
    // Mondays from 5 January to 16 November.
    ask_weekly(&alex, &ids, "2026-01-05", &[[2, 0, 1]; 46]).await;
    let demand = given(&alex, None).await.demand;
    assert!(demand.by_month);
    let months: Vec<(String, bool, Times)> = demand
        .weeks
        .iter()
        .map(|month| (month.begins.to_string(), month.whole, month.times.all))
        .collect();
    assert_eq!(months.len(), 11);
    assert_eq!(months[0], ("2026-01-01".to_owned(), true, Some(12)));
    assert_eq!(months[2], ("2026-03-01".to_owned(), true, Some(15)));
    // In November a week is still to come.
    assert_eq!(months[10], ("2026-11-01".to_owned(), false, Some(9)));
    assert_eq!(demand.chart.expect("ten whole months").marks.len(), 10);
    // On the screen of the team they are weeks.
    let page = alex.must(ask(Period::All, None, false)).await;
    assert!(!page.demand.by_month && page.demand.weeks.len() == 47);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_that_is_not_over_is_not_on_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 7, "Riverside").await;
    let mut weeks = [[8, 6, 0]; 13];
    weeks[12] = [1, 1, 1];
    // The last of them is the week of today.
    ask_weekly(&alex, &ids, "2026-08-31", &weeks).await;
    let demand = given(&alex, None).await.demand;
    assert!(demand.chart.is_some() && demand.weeks.len() == 12);
    assert_eq!(demand.total.all, Some(168));
}

/// Stories that end on one day come in no order of their length: by length, the moves between them
/// would be the least there can be, and the limits too narrow.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_of_one_day_are_not_in_the_order_of_their_length() {
    let folder = tempfile::tempdir().expect("a folder");
    let alex = alone(folder.path());
    alex.start_team().await;
    let ids = households(&alex, 6, "Riverside").await;
    let until = date("2026-06-30");
    for (nth, id) in ids.iter().enumerate() {
        let edits = (0..5).map(|more| {
            let days = i64::try_from(nth * 5 + more).unwrap();
            line(
                Demand::date.part,
                vec![
                    Demand::date.with(recount::date_of(recount::day(until) - days)),
                    Demand::sorted_on.with(until),
                ],
            )
        });
        alex.edit(id, edits.collect()).await;
    }
    let sorted = alex.must(ask(Period::All, None, false)).await.sorted;
    let days: Vec<u32> = sorted.stories.iter().map(|story| story.days).collect();
    assert_eq!(days.len(), 30);
    assert!(!days.is_sorted(), "{days:?}");
    // In the order of their length every move would be one.
    assert!(sorted.chart.expect("thirty").moving_range > 3.0, "{days:?}");
    holds(&alex, "stories of one day").await;
}
