### What happened, taking back, and two people's changes.

## Taking back

undo-added = { $what } added.
undo-restored = { $what } brought back.
undo-last = Undo
undo-last-this = Undo: { $what }
undo-nothing = There is nothing to undo.
undo-not-saved-yet = What you typed last is not saved yet, so nothing was undone. Try again when it is saved.
undo-no-need = There is nothing left to undo.
undo-left-field = { $who } has changed “{ $what }” since. It stays as it is now.
undo-left-line = { $who } has been there since, so it stays: { $what }
undo-not-household = A household that was added stays. To put it away, write down that it is closed.
redo-do = Do it again
redo-done = Done again: { $what }
redo-nothing = There is nothing to do again.
keys-redo = Do again what was undone

## What happened

history-open = What happened
history-heading = { $name }: what happened
history-to-household = To the household
history-day = See it as it was on
history-day-hint = For example: 3 dec, yesterday, last tue
history-day-ahead = That day is still to come. Type today or a day before it.
history-show-day = Show that day
history-by = Who
history-anybody = Anybody
history-part = What about
history-anything = Anything
history-more = Show what came before
history-none = Nothing here. Choose somebody else, or another part.
history-shown =
    { $count ->
        [one] 1 more shown.
       *[other] { $count } more shown.
    }
history-then-heading = { $name } on { $day }
history-then-says = This is how it was at the end of { $day }. It was last changed on { $changed }. You can read it. You can't change it here.
history-then-nothing = Nothing had been written down about this household by the end of { $day }.
history-then-back = Back to what happened
history-part-about = Name, address and workers
history-part-matters = What matters
history-part-person = People
history-part-demand = What they asked for
history-part-visit = Visits
history-part-strength = Strengths
history-part-worry = Worries
history-part-action = Who does what next
history-part-expertise = Expertise
history-part-service = Services
history-part-obstacle = What is in the way
history-part-sharing = What we shared
history-part-attachment = Photos and voice notes
history-part-plan = Our plan

thing-about = the details
thing-matters = what matters
thing-person = a person
thing-demand = what was asked
thing-visit = a visit
thing-strength = a strength
thing-worry = a worry
thing-action = a next step
thing-expertise = expertise
thing-service = a service
thing-obstacle = an obstacle
thing-sharing = what was shared
thing-attachment = a photo or voice note
thing-plan = our plan
thing-team = the team
thing-member = a member
thing-agency = an organisation
thing-unit-cost = a cost
thing-failure-cause = a cause
thing-obstacle-kind = a kind of obstacle
thing-line = a line

told-began = { $who } began this record
told-added = { $who } added { $thing }
told-planned = { $who } planned a visit
told-removed = { $who } removed { $thing }
told-restored = { $who } brought { $thing } back
told-set = { $who } filled in “{ $field }”
told-sorted = { $who } wrote down that they say it is sorted
told-changed = { $who } changed “{ $field }”
told-cleared = { $who } emptied “{ $field }”
told-chose = { $who } chose one of two for “{ $field }”
told-both-again = { $who } opened the choice again: “{ $field }”
told-wrote = { $who } wrote in “{ $field }”
told-included = { $who } added to “{ $field }”
told-excluded = { $who } took out of “{ $field }”
told-undid = { $said } (undone)
told-of = In { $thing }: { $name }
told-was = It was: { $was }
told-was-is = { $was } → { $is }
told-came = Written:
told-went = Taken out:
told-field-visit-done = It took place
told-field-visit-people = Who was there
told-field-visit-members = Who of us was there

## New since one looked

news-since = Since you looked ({ $when }):
news-more = … and more
news-open = See what happened
news-away = OK, seen
news-mark-new = New: { $who }, { $when }
news-mark-changed = Changed: { $who }, { $when }
news-wrote = { $who } wrote, { $when }: “{ $words }”
news-took-out = { $who } took words out, { $when }.
