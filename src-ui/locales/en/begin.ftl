### First run, joining, the recovery words, unlocking.

begin-heading = Welcome
begin-lead = Doorstep helps your team stay with a household from start to end. It works without signal.
door-practice = Try it with a practice team
door-practice-says = Made-up households to look around in. Nothing leaves this device.
door-start = Start a team
door-start-says = You are the first. You can ask others in later. You need no signal for this.
door-join = Join a team
door-join-says = Somebody in your team has given you an address and a code.

## A new team

start-heading = Start a team
start-team-name = What is your team called?
start-locality = Where do you work?
start-locality-hint = A town or a part of one. You can leave this empty.
start-do = Start the team
start-busy = Starting the team …
my-name = What is your name?
my-name-hint = The name your team knows you by.
new-passphrase = Choose a passphrase
new-passphrase-hint = At least 12 characters. Three or four words that only you would put together work well. It opens Doorstep on this device.
show-passphrase = Show what I type

## Recovery words

words-heading = Write down these 24 words
words-lead = If you forget your passphrase, these words open Doorstep again. They are shown only now.
words-keep = Write them on paper, in this order. Keep the paper somewhere safe, away from this device. Don't take a photo of it.
words-written = I have written them down
words-confirm-heading = Type the words back
words-confirm-lead = Type all 24 words from your paper. This shows that you can get in again.
words-typed = Your 24 words, in order
words-count =
    { $count ->
        [one] 1 word of 24 so far
       *[other] { $count } words of 24 so far
    }
words-wrong =
    { $count ->
        [one] The word in place { $places } is not right. Look at your paper and mend it.
       *[other] The words in these places are not right: { $places }. Look at your paper and mend them.
    }
words-check = Check the words
words-see-again = See the words again
words-later = Do this later
words-reminder = You have not typed your recovery words back yet.
words-reminder-do = Do it now

## Joining

join-heading = Join a team
join-lead = Ask somebody in your team who can invite people. Their screen shows an address and a code.
join-address = Address
join-address-hint = For example 192.168.1.20:8443
join-code = Code
join-code-hint = 26 letters and digits. Spaces and dashes make no difference.
join-do = Ask to join
join-busy = Asking …
join-wait-heading = Compare these six words
join-wait-lead = Read these words to the person who invited you. The same six words must stand on their screen. Then they let you in.
join-wait-now = Waiting to be let in. This screen goes on by itself.
join-check = Look now
join-cancel = Don't join

## Unlocking

unlock-heading = Unlock Doorstep
unlock-passphrase = Your passphrase
unlock-do = Unlock
unlock-busy = Unlocking …
unlock-use-words = I forgot my passphrase
unlock-use-passphrase = Use my passphrase instead
unlock-words-heading = Unlock with your 24 words
unlock-wait =
    { $seconds ->
        [one] Please wait 1 second, then try again.
       *[other] Please wait { $seconds } seconds, then try again.
    }

## A device that was removed

removed-heading = This device is no longer in { $team }
removed-lead = An admin of the team has removed it. Nothing of the team is shown here any more.
removed-unsent =
    { $count ->
        [0] All that you wrote here is at the team's server. Soon this device clears itself.
        [one] 1 change that you made here was not sent. It goes to your team's admins now, who decide what becomes of it. Leave the app open. Then this device clears itself.
       *[other] { $count } changes that you made here were not sent. They go to your team's admins now, who decide what becomes of them. Leave the app open. Then this device clears itself.
    }
removed-clear = Clear this device now
removed-clear-says = This takes all of the team off this device, with its keys. What was not sent is then gone for good.
removed-clear-yes = Yes, clear it for good
cleared-lead = Nothing of the team is on this device any more.
cleared-says = If you had written something here that was not sent, it has gone to the team's admins. They decide what becomes of it.
cleared-go-on = Go on
