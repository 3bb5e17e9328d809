### Planning visits, what was asked for, safety, closing, the team's own lists.

## Planning a visit

plan-visit = Plan a visit
planning-heading = Plan a visit: { $name }
plan-choose-heading = Who will you visit?
plan-choose-add = Add “{ $name }” and plan a visit
plan-soon = A day soon
plan-in-days =
    { $days ->
        [1] Tomorrow
        [7] In a week
        [14] In two weeks
        [28] In four weeks
       *[other] In { $days } days
    }
plan-day = Which day?
plan-time = What time?
plan-who = Who goes?
planning-save = Plan this visit
plan-open = Plan the next visit
plan-done =
    { $day ->
        [today] A visit is planned for today.
        [tomorrow] A visit is planned for tomorrow.
       *[other] A visit is planned for { $day }.
    }
plan-next = Next visit: { $day }
prompt-next = When do we meet next?
visit-met = We met: note it now
visit-met-short = We met
visit-is-met = The visit took place.
visit-kept = Visit noted.
visit-move = Another day
visit-off = It will not happen
this-was-it = This was it
visit-was-planned = Was planned for { $day }, not noted yet

## Adding from under the thumb

quick-add = Add to this visit
quick-strength = Strength
quick-worry = Worry
quick-action = Next step
quick-demand = They asked

## Going somewhere by keyboard

palette-name = Go to a household or a place, or begin something
palette-hint = Type a name, or what you want to do
palette-nothing = Nothing found. Try fewer letters.
palette-begin = Begin
palette-place = Go there
palette-household = Household
keys-palette = Go anywhere, or begin something

## Home

home-others = Others in the team ({ $count })
home-more-before = Show the others ({ $count })
home-before = Still open from before
home-coming = The coming week
home-coming-empty = You have no visits planned for the coming week.
home-was-for = was for { $day }
home-met = We met: { $name }
home-safety = Read before you knock
look-asked-for =
    { $count ->
        [one] 1 thing that people asked for
       *[other] { $count } things that people asked for
    }
look-safety-both-changed = Two people changed the same thing in a safety note
look-wrote-in-removed = A teammate wrote in something that was removed. You find it under “What happened”.
look-safety = A safety note was to be looked at again by { $day }

## What people asked for

asked-heading = Not yet looked at together
asked-lead = Read the exact words aloud. What were they asking for? There is no hurry: “not clear yet” is an answer too.
asked-count =
    { $count ->
        [0] All of it has been looked at.
        [one] 1 to talk about
       *[other] { $count } to talk about
    }
asked-more =
    { $count ->
        [one] Show 1 more
       *[other] Show { $count } more
    }
asked-look = Look at it together
asked-look-at = Look at it together: { $what }
asked-not-yet-clear = Was not clear last time
asked-later = Look at it together, later
asked-what-kind = What kind of asking was it?
explain-class-value = It is what we want to help with.
explain-class-failure = They had to ask because something was not done, or not done right, by anybody.
explain-class-not-yet-clear = We will know more after a visit.
asked-before = They asked this before: { $earlier }
demand-sorted = They say it is sorted
mark-sorted = They say it is sorted: { $what }
demand-is-sorted = They say it is sorted.
action-is-done = Marked as done.

## People

agreement-not-asked = We have not asked yet if they agree to us helping.
agreement-said-to = said to { $who }
in-their-words = “{ $words }”
best-way = best: { $way }
can-do-now = Now they can: { $words }

## What services cost

cost-filled = The cost is filled in from the team’s list: { $cost }.
cost-comes-to =
    { $count ->
        [one] once, { $total }
       *[other] { $count } times { $each } comes to { $total }
    }

## What was shared, explained

explain-basis-public-task = Our organisation has this job by law, and sharing is needed to do it.
explain-basis-legal-obligation = A law tells us to share this. There is no choice.
explain-basis-vital-interests = Somebody could die or be badly hurt if we did not.
explain-basis-legitimate-interests = There is a good reason, it was needed, and it does not harm them.
explain-basis-consent = They could have said no, and they can still change their mind.
explain-basis-contract = They have an agreement with us that can’t be kept without it.
explain-condition-health-or-social-care = Somebody who gives them care needs to know it.
explain-condition-safeguarding = A child or an adult at risk needs to be kept safe, and asking first was not possible or not safe.
explain-condition-vital-interests = Somebody could die, and could not be asked.
explain-condition-explicit-consent = They said in clear words what we may share and with whom.
explain-condition-public-interest = The law names this reason. Write under “why” which one.
explain-condition-nothing-sensitive = Nothing about health, beliefs, where they come from, or whom they love.

## Safety

part-safety = Safety
part-one-safety = Safety note
add-safety = Add a safety note
empty-safety = No safety note. Add one only if something happened that the next person at the door must know.
safety-before = Before you knock
safety-unreadable = There is a safety note that can’t be read here. Ask a colleague before you visit.
safety-on-the-way = Some records are still on their way to this device. There may be a safety note among them. Ask a colleague before you visit.
safety-happened = happened { $day }
safety-approved = approved by { $who }
safety-not-approved = nobody has approved it yet
safety-review = to be looked at again by { $day }
safety-overdue = This was to be looked at again by { $day }. Is it still needed?
safety-still-needed = Still needed: three more months
safety-kept = The safety note stays for three more months.
safety-take-down = Take it down
safety-taken-down = The safety note is taken down.
safety-lifted = Taken down { $day }
safety-put-up = Put it up again
safety-is-up = The safety note is up again.
safety-save = Put up this note
safety-added = The safety note is up.
field-safety-what = What must the next person at the door know?
hint-safety-what = What happened, and what to do about it. Only facts, nothing we would not say to their face.
field-safety-incident-on = When did it happen?
field-safety-approved-by = Who of us approved this note?
field-safety-review-on = Look at it again by

## Closing

household-closed = Closed on { $day }
household-reopen = Open it again
household-open-again = The household is open again.
household-is-closed = The household is closed.
closing-heading = When we are done
closing-says = Close it when the people here say they can go on without us. Everything stays, and it can be opened again.
closing-do = Close this household

## The team's own lists

field-member-role = What they do in the team
hint-member-role = For us to know. What a device may do is set when it is let in.
choice-member-role-worker = Visits households
choice-member-role-lead = Leads, and looks after the team’s lists
choice-member-role-admin = Looks after the team’s devices
about-agency = Whom we bring in, and whose services people have had.
about-failure-cause = What was not done, or not done right, so that somebody had to ask.
about-obstacle-kind = What stops us doing the right thing.
about-unit-cost = Filled in when you note a service. Say where the number is from, and for which year.
offers-lead = Some teams begin with these. Touch one to add it.
offer-added = Added: { $what }
offers-agency = The council’s housing team; The surgery; The hospital; The job centre; The school; Social care; The police; The ambulance service; A food bank; A housing association
offers-failure-cause = Nobody got back to them; The letter made no sense; They were passed from one to the next; It took too long; It was done, but not right; A rule said no; Nobody asked what was really going on; They had to tell it all again
offers-obstacle-kind = A rule; A budget; A number we are measured by; A computer or a form; We were not allowed to decide; Nobody had the time; We did not know whom to ask
