### What the team learns. Plain words: no marks for anybody, nothing to be reached by a day.

place-learning = Learning
learning-lead = What the team can see when it looks back. It is about how the work goes, never about one worker.
learning-nothing = There is nothing to look back on yet. It comes by itself from what you write down.
learning-first-demand = Each time somebody asks for something: write down the day and their exact words.
learning-first-visit = Record your visits.
learning-first-action = Write down who does what next, and how it ended.
learning-first-service = Ask which services they used in the year before you came, and write those down.
learning-record = Record a visit
learning-period = How far back
learning-period-three = The last 3 months
learning-period-twelve = The last 12 months
learning-period-all = All of it
learning-period-own = From one day to another
learning-from = From
learning-until = Until
learning-day-hint = For example: 1 jan 2026. Empty is open.
learning-everywhere = Everywhere
learning-over = { $from } to { $until } · { $place }
learning-over-all = Until { $until } · { $place }
learning-numbers = The numbers
learning-means = What this means
learning-left-out = left out
learning-too-few = Fewer than five households have anything here in this time. It would be about them, so it is left out.
learning-not-said = Not said
learning-all = All
learning-times = How often
learning-kind = Kind
learning-month = Month
learning-week = Week from
learning-week-running = { $day } (not over yet)

## Pictures

chart-mean = mean { $number }
chart-upper = upper { $number }
chart-lower = lower { $number }
chart-few = { $count } values. Limits need six or more.
chart-says = { $count } values. The mean is { $mean }. Nearly all lie between { $lower } and { $upper } as long as nothing changes. Outside: { $outside }. In a run of eight or more on one side of the mean: { $run }.
chart-left-out = There is no picture here: some of its numbers are left out, and a gap would look like nothing.
chart-key-outside = Outside the limits: something was different. Ask what.
chart-key-run = Eight or more in a row on one side of the mean: something has changed. Ask what.

## Demand

learning-demand = What people asked for
learning-demand-title = What people asked for, week by week
learning-demand-title-month = What people asked for, month by month
learning-demand-says-all = One column for each. What it is made of is left out, because some of it is under five. The numbers are in the table below.
learning-demand-says = One column a week. Each is made of three parts. The numbers are in the table below.
learning-demand-none = Nobody asked for anything in this time. Each time somebody does, write down the day and their exact words.
learning-demand-said =
    { $all ->
        [one] They asked once.
       *[other] They asked { $all } times.
    } We are here for this: { $value }. Something had gone wrong before: { $failure }. Not clear yet: { $unclear }. Asked again about the same thing: { $repeats }.
learning-demand-means = “We are here for this” is what the team is there to do (value demand). “Something had gone wrong before” is what people ask because something was not done, or not done right, by anybody (failure demand). You decide which it was later, never at the door. A week begins on Monday, and weeks that begin in this time count. Where no day was written down, the day the line was added counts. The chart of weeks leaves out the week that is not over. Its limits are the mean, and 2.66 times the mean step from one week to the next on both sides of it.
learning-value = We are here for this
learning-failure = Something had gone wrong before
learning-unclear = Not clear yet
learning-month-title = How many times a month, and what is only up and down
learning-month-part = { $month } (not all of it)
learning-week-title = How many times a week, and what is only up and down
learning-causes = What had gone wrong, most often first
learning-cause = Cause

## Sorted

learning-sorted = How long until they say it is sorted
learning-sorted-title = Days from first asking to "this is sorted", one after the other
learning-sorted-none = Nobody called anything sorted in this time. When a household says "this is sorted", write the day beside what they asked for.
learning-sorted-said =
    { $count ->
        [one] 1 was sorted.
       *[other] { $count } were sorted.
    } It took { $mean } days on average. If nothing changes, nearly all will take between { $lower } and { $upper } days.
learning-sorted-few =
    { $count ->
        [one] 1 was sorted. Six or more are needed to see how it goes.
       *[other] { $count } were sorted. Six or more are needed to see how it goes.
    }
learning-sorted-means = The days from the first time a household asked until it said itself that this is sorted. All that asks again about the same thing is one story, from its first day. A story counts only if the last time they asked is sorted too. The picture has the newest 100. Its limits are the mean, and 2.66 times the mean step from one to the next on both sides of it. A value outside, or eight in a row on one side of the mean, says that something has changed. All else is up and down that belongs to it.
learning-sorted-months = Sorted, month by month
learning-sorted-on = Sorted on
learning-stories = Sorted
learning-mean-days = Days on average
learning-days = Days

## Actions

learning-actions = Who does what next
learning-actions-title = Who does it, month by month
learning-actions-says = One column a month. Each is made of what people and those around them do, what we and specialists do, and where nobody said. The numbers are in the table below.
learning-actions-none = Nothing was agreed in this time. When you agree what happens next, write down who does it.
learning-actions-said = { $all } things were agreed. People, families and the community do { $own } of them. Behind { $now } there is something they can now do for themselves.
learning-actions-means = Each thing that was agreed counts once, in the month it was agreed, with how it stands now. Months that begin in this time count. "Can now do" counts those where somebody wrote down what people can now do for themselves.
learning-actions-own = They and people around them
learning-actions-ours = We or a specialist
learning-actions-ends = Who does it, and how it ended
learning-who = Who
learning-open = Open
learning-can-do-now = What people can now do for themselves
learning-can-do-now-short = Can now do

## Expertise

learning-expertise = Brought in, or handed over
learning-expertise-title = Brought in and handed over, month by month
learning-expertise-says = One column a month. Each is made of those brought in and those handed over. The numbers are in the table below.
learning-expertise-none = Nobody was brought in and nothing was handed over in this time.
learning-expertise-said = Brought in: { $pulled }. Handed over: { $handed }.
learning-expertise-ratio = Brought in: { $pulled }. Handed over: { $handed }. That is { $ratio } brought in for each handed over.
learning-expertise-means = Brought in: somebody who knows more came to the household, and we stayed. Handed over: the household was sent on to somebody else. Each counts once, in the month of its day.
learning-pulled-in = Brought in
learning-handed-off = Handed over

## Services

learning-services = What services they used, before us and since
learning-services-title = Uses in a month by each household, from the first visit
learning-services-says = One column a month, twelve before the month of the first visit and up to twelve since. The numbers are in the table below.
learning-services-title-all = Uses in a month by all of these households, from the first visit
learning-services-says-all = One column a month, before the month of the first visit and since. Not all households have been known for as long: the last columns are of fewer of them. The numbers are in the table below.
learning-services-none = No household with a first visit in this time has any services written down. Ask which services they used in the year before, and write down from when, how often and what one costs.
learning-services-left-out = There are fewer than five households here, so this is left out.
learning-services-said =
    { $households ->
        [one] 1 household.
       *[other] { $households } households.
    } Before the first visit each used services { $before } times a month, for { $costbefore }. Since then { $since } times, for { $costsince }.
learning-services-sure = We know { $part } % of it from records. The rest we were told, or we guess.
learning-services-means = Households whose first visit was in this time and of which at least one service is written down. "Before" is the twelve months before the month of the first visit. "Since" is the months after it that are over, twelve at most, until the household closed. The month of the first visit itself is left out. A service over several months counts for each month by its days. Costs are those that somebody wrote down.
learning-services-uses-all = Uses in a month by all households
learning-services-uses = Uses in a month by each household
learning-services-kinds = By kind, in a month for each household
learning-services-sureness = By how sure we are, in a month for each household
learning-services-months = Month by month, all households together
learning-sureness = How sure
learning-month-before = { $month } before
learning-month-since = { $month } since
learning-no-months = not known yet
learning-uses = Uses
learning-cost = Cost
learning-households = Households
learning-uses-before = Uses before
learning-cost-before = Cost before
learning-uses-since = Uses since
learning-cost-since = Cost since

## In the way

learning-obstacles = What is most in the way
learning-obstacles-none = Nothing was in the way in this time, or nobody wrote it down. What stops you from doing the right thing belongs here: a rule, a budget, a computer, nobody who may decide.
learning-obstacles-left-out = Nothing was in the way five times or more.
learning-obstacles-said =
    Most often: { $name }, { $count ->
        [one] once.
       *[other] { $count } times.
    }
learning-obstacles-means = Each thing that stopped us from doing the right thing counts once, in the month of its day. "Still" are those that are not out of the way.
learning-still = Still

## Taking it along

learning-take-along = Take it along
learning-take-along-says = Numbers under five stay on this device, and so do names and anybody's words.
learning-meeting = Page for a meeting
learning-export = Save the numbers
learning-unread = First mend the day above that can't be read.
learning-saved = Saved as { $name }.
learning-file = learning
learning-file-practice = learning-practice-team
meeting-heading = What { $team } learned
meeting-practice = Practice team: the people these numbers are about are made up.
meeting-print = Print this page
meeting-left-out = Numbers from one to four are left out, and some others so that nobody can work them out. So is what fewer than five households have to do with, and the week that is not over.
