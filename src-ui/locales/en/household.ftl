### Households and visits.

## The list

choose-a-household = Choose a household from the list.
households-search = Search
households-search-for-more = There are more than these. Type more to find the one you want.
households-count =
    { $count ->
        [one] 1 household
       *[other] { $count } households
    }
# Counting them all would take long.
households-count-more = More than { $count } households
households-more-some = Show more
households-empty = There are no households here that you can open. You can add one: a name is enough. Or bring in the list you have.
households-none-found = Nothing found. Try fewer letters, or another word.
households-more =
    { $count ->
        [one] Show 1 more
       *[other] Show { $count } more
    }
households-add = Add a household
households-name = What do you call this household?
households-name-hint = A name is enough. You can change it later.
households-save = Add it
filter-show = Narrow the list
filter-set = Narrow the list (on)
filter-worker = Held by
filter-locality = Where
filter-not-seen = Not seen for
filter-not-seen-weeks =
    { $weeks ->
        [one] 1 week (since { $day })
       *[other] { $weeks } weeks (since { $day })
    }
filter-closed = Also those that are closed
filter-any = Any
row-next-visit = next visit { $day }
row-was-planned = was planned for { $day }
row-seen-today = seen today
row-seen =
    { $days ->
        [one] seen yesterday
       *[other] seen { $days } days ago
    }
row-seen-weeks =
    { $weeks ->
        [one] seen 1 week ago
       *[other] seen { $weeks } weeks ago
    }
row-last-seen = last seen { $day }
row-actions =
    { $count ->
        [one] 1 thing to do
       *[other] { $count } things to do
    }
row-unsent =
    { $count ->
        [one] 1 change only here
       *[other] { $count } changes only here
    }
row-both = Both changed
row-closed = Closed

## One household

household-read-only = A newer Doorstep wrote this record. You can read it here. To change it, get the newest Doorstep.
about-add = Add address, worker and more
household-more = More
household-ways = Go to a part of this page
part-count = ({ $count })
about-edit = Change these details
about-held-by = Held by { $who }
about-second = with { $who }
about-since = with us since { $day }
part-about = About
part-one-about = Detail
add-about = Add details
part-matters = What matters
part-one-matters = Words
add-matters = Add what matters
part-person = People
part-one-person = Person
add-person = Add a person
empty-person = Who lives here, and who else counts?
part-demand = What they asked for
part-one-demand = What was asked
add-demand = Add what they asked for
empty-demand = Nothing yet. Write down the exact words when somebody asks for something.
part-visit = Visits
part-one-visit = Visit
add-visit = Record a visit
empty-visit = No visits yet. Touch “Record a visit” when you have been.
part-strength = Strengths
part-one-strength = Strength
add-strength = Add a strength
empty-strength = What goes well? What are they good at? Who is there for them?
part-worry = Worries
part-one-worry = Worry
add-worry = Add a worry
empty-worry = No worries written down.
part-action = Who does what next
part-one-action = Next step
add-action = Add a next step
empty-action = Nothing agreed yet. What is the next small step, and who takes it?
actions-ended = Done, changed or dropped
part-expertise = Who we brought in
part-one-expertise = Somebody brought in
add-expertise = Add somebody we brought in
empty-expertise = Nobody else has been brought in so far.
part-service = Services they have had
part-one-service = Service
add-service = Add a service
empty-service = None written down.
part-obstacle = What is in the way
part-one-obstacle = Obstacle
add-obstacle = Add what is in the way
empty-obstacle = Has something stopped us doing the right thing? Write it here.
part-sharing = What we shared
part-one-sharing = Sharing
add-sharing = Add what was shared
empty-sharing = Nothing has been shared with anybody outside the team.

## Lines

nothing-written = Nothing written yet
more-fields = More
lines-earlier =
    { $count ->
        [one] Show 1 earlier one
       *[other] Show { $count } earlier ones
    }
edit-this = Change: { $what }
remove-this = Remove: { $what }
mark-done = Done: { $what }
action-done = Done
take-out = Take out { $what }
show-removed =
    { $count ->
        [one] Show 1 removed
       *[other] Show { $count } removed
    }
hide-removed = Hide what was removed
removed-when = Removed { $when }
born = born { $year }
said-by = said by { $who }
by-day =
    { $day ->
        [today] today
       *[other] by { $day }
    }
sorted-on = sorted { $day }
cleared-on = out of the way { $day }

## Two people changed the same thing

both-heading-two = { $one } and { $other } both changed this: { $what }
both-heading-many = Several people changed this: { $what }
both-said = { $who }, { $when }
both-keep = Keep this
both-keep-this = Keep: { $what }
both-keep-both = Keep both
both-cleared = (made empty)

## Visits

visit-heading = Visit { $day }: { $name }
visit-heading-no-day = Visit: { $name }
visit-who = Who was there?
visit-others-of-us = Somebody else of us
visit-somebody = Somebody else
visit-add-person = Somebody new in the household
visit-happened = This visit took place
visit-done = Done
visit-noted = Visit noted, today { $time }
visit-no-day = No day given
visit-planned = Planned: { $day }
visits-more =
    { $count ->
        [one] Show 1 earlier visit
       *[other] Show { $count } earlier visits
    }
prompt-strength = Did you see or hear a strength?
prompt-action = Who does what next?
prompt-worry = Is anybody worried about something?
prompt-demand = Did they ask for something?

## Where a household's record is kept

kept-heading = Where this is kept
kept-here = On this device: everything.
kept-only-here =
    { $count ->
        [one] On this device only so far: 1 change.
       *[other] On this device only so far: { $count } changes.
    }
kept-no-server = Your team has no server yet.
kept-server = On the server at the office: everything this device has.
kept-server-not-yet = On the server at the office: not everything yet.
kept-device = { $name }'s device: everything this device has.
kept-device-not-yet = { $name }'s device: it has not said yet that it has everything.
kept-somebody = A teammate
kept-note = Devices tell each other when they sync. It can take a while until word comes back.

household-openers = Only these people can open this household: { $names }
household-some-lack = Two people changed who can open this household at the same time. Somebody can't see all of it yet.
household-some-lack-go = Go to who can open it, and press Save
openers-heading = Who can open this household
openers-note-heading = Who can open this note
openers-note-says = From the next sync, nobody else can see this note, even before a visit. Before you save, tell the others what they need to stay safe.
openers-note-no-admin = None of these people is an admin. So nobody can check what a removed device wrote about it. Tick an admin too, if you can.
openers-question = Who can open it?
openers-everybody = Everybody in the team
openers-named = Only these people
openers-you = (you)
openers-devices = (on { $count } devices)
openers-no-device = (can't open it yet: an admin has to put a device under this name on the Team page)
openers-new-device = (has a new device: press Save so that it can open this too)
openers-unknown =
    { $count ->
        [one] 1 more device can open it. Nobody has said whose it is.
       *[other] { $count } more devices can open it. Nobody has said whose they are.
    }
openers-some-lack = Two people changed this at the same time, so somebody can't see all of it yet. Press Save to fix that.
openers-no-admin = None of these people is an admin. So nobody can erase this household, or check what a removed device wrote about it. Tick an admin too, if you can.
openers-says = From the next sync, nobody else can see this household, its visits or its safety notes. Before you save, tell the others what they need to stay safe, and who takes over their visits.
openers-had-it = People who could open it before may remember it or have a copy. We can't take that back. Anybody with the team's recovery words can still get it.
openers-save = Save who can open it
openers-saved = Saved.
households-for-others =
    { $count ->
        [one] There is 1 household that you can't open.
       *[other] There are { $count } households that you can't open.
    }

## Erasing a household for good, and what has to be kept

open-erase = Erase this household for good
erase-heading = Erase { $name } for good
erase-goes-heading = What goes
erase-goes = Everything we have written about this household goes, on the server and on every device of the team. Nobody can bring it back.
erase-people = { $count ->
    [0] No people
    [one] 1 person
   *[other] { $count } people
}
erase-visits = { $count ->
    [0] No visits
    [one] 1 visit, with its notes
   *[other] { $count } visits, with their notes
}
erase-attachments = { $count ->
    [0] No photos or voice notes
    [one] 1 photo or voice note
   *[other] { $count } photos and voice notes
}
erase-safety-notes = { $count ->
    [0] No safety notes
    [one] 1 safety note
   *[other] { $count } safety notes
}
erase-joined = { $name }, which is shown as one with it. If that is wrong, separate them first.
erase-unread = { $count ->
    [one] 1 part that this device can't read. It may say that this household has to be kept.
   *[other] { $count } parts that this device can't read. They may say that this household has to be kept.
}
erase-only-here = { $count ->
    [one] 1 change that only this device has
   *[other] { $count } changes that only this device has
}
erase-others = { $count ->
    [0] No other device is in the team.
    [one] What the other device has not sent yet goes too. How much that is, we can't know.
   *[other] What the { $count } other devices have not sent yet goes too. How much that is, we can't know.
}
erase-stays-heading = What we can't take back
erase-stays-paper = What was printed, and copies that were saved as files.
erase-stays-removed = What somebody has read or keeps elsewhere, and what is on a device that was removed from the team or never comes online again.
erase-stays-backups = Backups of the server, until they are brought back. The server then erases this once more, if it still has its own note of it or meets a device that has.
hold-heading = Does it have to be kept?
hold-says = If the law asks us to keep this, or somebody has a claim, write down why. Then nobody can erase it until that is taken out again.
erase-held = This household has to be kept, so it can't be erased. Take out what stands above when that is over.
erase-why-heading = Why
erase-reason = Why do we erase it?
erase-reason-hint = The team can read this afterwards. Leave out names and anything about the people.
erase-do = Erase it for good …
erase-do-says = Nobody can undo this. Is the reason right, and is it the right household?
erase-yes = Yes, erase it for good
erase-doing = Erasing …
erase-done = It was erased.
