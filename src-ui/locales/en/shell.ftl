### What stands on every screen: places, sync, saving, setting back, days.

app-name = Doorstep
starting = Opening Doorstep …
trouble-heading = Doorstep can't open
skip-to-content = Go to the main part
rail-name = Places
place-home = Home
place-households = Households
place-team = Team
place-settings = Settings
back = Back
add = Add
cancel = Cancel
close = Close
dismiss = Close this message
done = Done
edit = Change
remove = Remove
yes = Yes
no = No
you = You
somebody = Somebody
try-again = Try again
error-heading = Something needs your help
choose-none = Not said
practice-note = Practice team: made-up people. Nothing here leaves this device.

## Sync

sync-practice = Practice
sync-looking = Looking …
sync-no-server = On this device only
sync-syncing = Sending and fetching …
sync-trouble = Sync needs a look
sync-offline = No connection
sync-all-sent = All changes sent
sync-waiting =
    { $count ->
        [one] 1 change waiting to send
       *[other] { $count } changes waiting to send
    }
sync-offline-waiting =
    { $count ->
        [one] No connection: 1 change waiting
       *[other] No connection: { $count } changes waiting
    }
sync-last = last synced { $when }
sync-heading = Sync
sync-do = Sync now
sync-busy = Syncing …
sync-practice-says = A practice team stays on this device. There is nothing to send.
sync-no-server-says = Your team has no server yet. Everything you write is kept on this device. Connect a server to share it with your team.
sync-server = Server: { $server }
sync-only-here = Only on this device so far
sync-team-record = The team's own record
sync-more = These are the first 100.
sync-giving-back =
    { $count ->
        [one] Giving 1 piece back to the server
       *[other] Giving { $count } pieces back to the server
    }
sync-server-behind =
    { $count ->
        [0] { $when }: the server had lost some of what it held. Your teammates had given it back already.
        [one] { $when }: the server had lost some of what it held. This device had 1 piece of it and gives it back.
       *[other] { $when }: the server had lost some of what it held. This device had { $count } pieces of it and gives them back.
    }
sync-server-behind-done =
    { $count ->
        [0] { $when }: the server had lost some of what it held. Your teammates had given it back already.
        [one] { $when }: the server had lost some of what it held. This device gave 1 piece back.
       *[other] { $when }: the server had lost some of what it held. This device gave { $count } pieces back.
    }
sync-not-taken =
    { $count ->
        [one] The server does not take back 1 piece that a teammate's device wrote. It is kept here, and shown.
       *[other] The server does not take back { $count } pieces that a teammate's device wrote. They are kept here, and shown.
    }
sync-fetching =
    { $count ->
        [one] 1 piece to fetch
       *[other] { $count } pieces to fetch
    }
sync-reading =
    { $count ->
        [one] Getting 1 record ready
       *[other] Getting { $count } records ready
    }
sync-minutes-left =
    { $count ->
        [0] a moment left
        [one] about 1 minute left
       *[other] about { $count } minutes left
    }
sync-apart = Arrived, and not in the record yet
sync-apart-new = A record that is not here yet
row-quarantined =
    { $count ->
        [one] 1 can't be opened
       *[other] { $count } can't be opened
    }
row-held-back =
    { $count ->
        [one] 1 is waiting
       *[other] { $count } are waiting
    }
households-arriving = More households are on their way. You can open those that are here.
sync-connect-again = Connect a server again
sync-quarantined =
    { $count ->
        [one] 1 change arrived that this device can't open. It is kept. Tell the person who looks after your server.
       *[other] { $count } changes arrived that this device can't open. They are kept. Tell the person who looks after your server.
    }
sync-held-back =
    { $count ->
        [one] 1 change is waiting for something that has not arrived yet.
       *[other] { $count } changes are waiting for something that has not arrived yet.
    }

## Saving

saving = Saving …
saved-as-you-type = Saved as you type
saved-at = Saved on this device { $time }
saved-at-short = Saved { $time }
save-failed = Not saved yet. Your words are still here.
save-not-read = One thing can't be read yet. It is still on the screen.

## Setting back

undo-removed = { $what } removed.
undo-changed = Changed “{ $what }”.
undo-restore = Bring back
undo-set-back = Undo
undo-done = Undone: { $what }
undo-at = { $name }: { $what }
taken-out = { $what }: this was taken out, so nothing can be written here. Bring it back to go on.
taken-out-visit = This visit was taken out, so nothing can be written here. Bring it back to go on.
taken-out-back = Bring it back

## Keys

keys-heading = Keys
keys-search = Search
keys-back = Go back
keys-undo = Undo the last change
keys-next = Go to the next thing
keys-this = Show this list

## Days. In the lists, words are parted by spaces. Months and weekdays stand in their order.

day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
day-months = January February March April May June July August September October November December
day-months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
day-weekdays = Monday Tuesday Wednesday Thursday Friday Saturday Sunday
day-weekdays-short = Mon Tue Wed Thu Fri Sat Sun
day-word-today = today now
day-word-tomorrow = tomorrow tmrw
day-word-yesterday = yesterday
day-word-next = next coming
day-word-last = last past
day-word-ahead = in
day-word-ago = ago
day-word-one = a an one
day-word-filler = on the of at this
day-unit-days = day days
day-unit-weeks = week weeks wk wks
day-unit-months = month months
hint-day = For example: 3 dec, tomorrow, next tue
error-day = That is not a day we can read. Try 3 dec, tomorrow or next tue.
error-number = That is not a whole number. Use digits only, for example 12.
error-money = That is not an amount we can read. Try 12 or 12.50.

## Home

home-heading = { $day }. Hello, { $name }
home-empty = There are no households yet. Touch “Record a visit” to begin with the first one.
home-today = Today
home-today-empty = You have no visits planned for today, and promised nothing for today.
home-visit = Visit
home-look = Needs a look
home-promised = Promised by us
home-promised-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
home-seen = Opened lately
look-arrived = Changes from a teammate
look-both-changed =
    { $count ->
        [one] Two people changed the same thing
       *[other] Two people changed the same { $count } things
    }
look-quarantined = Arrived, but can't be opened
look-unknown = Something that arrived
record-visit = Record a visit
choose-heading = Who did you visit?
choose-label = Find a household
choose-hint = Type a name. If it is not in the list you can add it.
choose-add = Add “{ $name }” and begin
