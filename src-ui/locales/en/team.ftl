### The team, its server, settings.

team-about = Our team
team-my-name = Your name
team-show-restricted = Say in the list of households how many there are that somebody can't open
part-team = Our team
part-one-team = Team
add-team = Add a team
part-member = Who is in the team
part-one-member = Member
add-member = Add a member
team-devices = Devices
team-device-unnamed = A device without a name
team-device-by-words = Came in with the recovery words
team-this-device = this device
team-former-devices = Removed devices
device-role-label = What { $name } may do
device-role-said = { $name } is now: { $role }
device-remove = Remove this device
device-remove-label = Remove this device of { $name }
device-remove-says = From then on, { $name } sees nothing new on this device. What was seen there was seen. Notes that were not sent yet come to you, to look at. To come back, they ask to come in again.
device-remove-yes = Yes, remove this device
device-removing = Removing …
device-removed-said = The device was removed.
handed-over-heading = { $name } had not sent everything
handed-over-lead = This was written on a device before it was removed, or after. Look at it first. You decide whether the team keeps it.
handed-over-look = Look at it
handed-over-looking = Looking …
handed-over-changes =
    { $count ->
        [one] 1 change
       *[other] { $count } changes
    }
handed-over-new = A household that only that device had
handed-over-more = There is more than this.
handed-over-taken-out =
    { $count ->
        [one] 1 line is taken out
       *[other] { $count } lines are taken out
    }
handed-over-set =
    { $count ->
        [one] 1 other thing is changed, such as a day or who does it
       *[other] { $count } other things are changed, such as a day or who does it
    }
handed-over-coming = That device may not have handed over everything yet. Look again later.
handed-over-photos =
    { $count ->
        [one] 1 photo or voice note
       *[other] { $count } photos and voice notes
    }
handed-over-other =
    { $count ->
        [one] 1 change to safety notes or to the team's page
       *[other] { $count } changes to safety notes or to the team's page
    }
handed-over-unseen =
    { $count ->
        [one] 1 part is about a household that you can't open. Whoever can open it gets it too.
       *[other] { $count } parts are about households that you can't open. Whoever can open them gets them too.
    }
handed-over-for-others =
    { $count ->
        [one] 1 part is about a household that you can't open. It stays on the server until an admin who can has looked at it.
       *[other] { $count } parts are about households that you can't open. They stay on the server until an admin who can has looked at them.
    }
handed-over-unreadable =
    { $count ->
        [one] 1 part can't be read. It stays out.
       *[other] { $count } parts can't be read. They stay out.
    }
handed-over-accept = Keep it all
handed-over-taken = The team keeps what was written there.
handed-over-decline = Don't keep it
handed-over-decline-says = All of it is then gone for good. Nothing brings it back.
handed-over-decline-yes = Yes, give it up for good
handed-over-declined = It was given up.
team-recovery = Recovery words
team-recovery-says = If every device is lost, the 24 words on paper bring your team back.
team-recovery-checked = Last checked: { $day }
team-recovery-never = Nobody has noted yet that they were checked.
team-recovery-due = It is time to check the words. Is the paper still there, and can you read it?
team-recovery-do = Check the words
team-new-words-do = Make new words
team-new-words-says = Make new words if the paper is lost, or if somebody saw it who should not have.
part-agency = Organisations we work with
part-one-agency = Organisation
add-agency = Add an organisation
empty-agency = None yet.
part-failure-cause = Why people have to ask again
part-one-failure-cause = Cause
add-failure-cause = Add a cause
empty-failure-cause = None yet.
part-obstacle-kind = Kinds of things in the way
part-one-obstacle-kind = Kind
add-obstacle-kind = Add a kind
empty-obstacle-kind = None yet.
part-unit-cost = What services cost
part-one-unit-cost = Cost
add-unit-cost = Add a cost
empty-unit-cost = None yet.

## Letting somebody in

invite-heading = Ask somebody in
invite-lead = You get a code. Read it to them, or show them this screen. It is good for one device.
invite-no-server = To ask others in, your team needs a server. Connect one first.
invite-role = What will they be?
invite-do = Make a code
invite-until = { $role }. Good until { $when }.
request-heading = { $name } wants to come in
request-lead = They will be: { $role }. Ask them to read out their six words. Let them in only if they are the same as these.
request-approve = The words are the same: let them in
request-decline = Turn them away

## The server

connect-heading = Connect a server
connect-lead = The person who looks after your server has its address and a setup code.
connect-address-hint = For example 192.168.1.20:8443
connect-code = Setup code
connect-code-hint = 26 letters and digits. The server shows it when it starts for the first time.
connect-do = Connect
connect-do-go = Connect a server
connect-busy = Connecting …
connect-replace-says = This is not the server that your team has used so far. If that one is gone for good, use this one: this device gives it everything. Your teammates then connect to it in the same way.
connect-replace = Use this server from now on

## Settings

setting-theme = Look
setting-text-size = Size of the text
setting-size =
    { $percent ->
        [100] Normal
        [125] Larger
        [150] Large
        [200] Very large
       *[other] { $percent } %
    }
setting-language = Language
setting-language-team = Same as the team
setting-lock-heading = Locking
setting-lock = Lock by itself
setting-lock-never = Never
setting-lock-after =
    { $minutes ->
        [one] After 1 minute without a touch
       *[other] After { $minutes } minutes without a touch
    }
setting-lock-team =
    { $minutes ->
        [one] Your team wants every device to lock after 1 minute without a touch, or sooner.
       *[other] Your team wants every device to lock after { $minutes } minutes without a touch, or sooner.
    }
lock-now = Lock now
keychain-heading = Opening without the passphrase
keychain-use = Open without the passphrase after I log in to this computer
keychain-says = Then whoever can log in to this computer as you can open Doorstep. Leave this off if others use your login.
keychain-when = It holds when you close Doorstep or switch the computer off. After Doorstep has locked, or you have changed your passphrase, you type it once more. You also type it at least once a week, so that you don't forget it.
keychain-is-on = This is on.
keychain-is-off = This is off: every start asks for your passphrase.
passphrase-heading = Passphrase
passphrase-says = It opens Doorstep on this device alone. If you forget it, your team's recovery words open this device too.
passphrase-now = Your passphrase now
passphrase-new = Your new passphrase
passphrase-again = The new one once more
passphrase-differs = The two are not the same. Type the new passphrase twice.
passphrase-do = Change the passphrase
passphrase-busy = Changing …
passphrase-changed = The passphrase was changed. The old one opens nothing here any more.
leave-heading = Leave the practice team
leave-says = The made-up households go away, with everything you wrote about them. This can't be undone.
leave-do = Leave the practice team
leave-yes = Yes, leave and clear it

## What was erased, and how long closed households are kept

keeping-heading = How long we keep closed households
keeping-says = When the time is over, they are listed here. Nothing happens to them by itself.
keeping-past = Closed for longer than that
erased-heading = Erased
erased-by = { $day }, by { $name }
erased-unknown-day = On a day we can't read
erased-unknown-reason = We can't read the reason on this device
erased-somebody = somebody without a name
erased-here = This device has erased it.
erased-on = { $name }'s device says that it has erased it.
erased-not-yet = { $name }'s device has not been heard of since.
erased-note = A device erases it as soon as it reaches the server.
left-over-says = { $count ->
    [one] 1 safety note about an erased household came later, from somebody who had not heard of it.
   *[other] { $count } safety notes about erased households came later, from somebody who had not heard of it.
}
left-over-do = Erase what came later …
left-over-do-says = It goes everywhere, for good, as the household did.
left-over-yes = Yes, erase it for good
