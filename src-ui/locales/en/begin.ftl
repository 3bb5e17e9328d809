### First run, joining, the recovery words, unlocking.

begin-heading = Welcome
begin-lead = Doorstep helps your team stay with a household from start to end. It works without signal.
door-practice = Try it with a practice team
door-practice-says = Made-up households to look around in. Nothing leaves this device.
door-start = Start a team
door-start-says = You are the first. You can ask others in later. You need no signal for this.
door-join = Join a team
door-join-says = Somebody in your team has given you an address and a code.
door-recover = We lost every device

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
words-lead = If every device of your team is lost, these words and your team's server bring back all that was sent. If somebody forgets their passphrase, the words open their device. They are shown only now.
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
words-by-others = { $name } made new recovery words. The old paper does not work any more. Ask if that is right, and where the new paper is kept. Then destroy the old one. If nobody knows of it, look on the Team page for a device that you don't know, remove it, and make new words.
words-by-nobody = Somebody made new recovery words, and we don't know who. The old paper does not work any more. Ask every admin today. If none of them did it, look on the Team page for a device that you don't know, remove it, and make new words.
words-due = It is time to check your team's recovery words.

## The page with the recovery words

kit-heading = A page to print
kit-says = You can save one page with the words, to print and lock away. The file is not locked: whoever has it can get in. Print it, then delete the file.
kit-save = Save as PDF
kit-saved = Saved as { $file }. Print it, then delete the file.
kit-title = Recovery words: { $team }
kit-title-unnamed = Recovery words of our team
kit-for = If every device of your team is lost, these 24 words and your team's server bring everything back. They also open a device of the team whose passphrase is forgotten.
kit-not-yet = These words count from when Doorstep says that your team is back. Keep the old paper too.
kit-not-replaced = These words count from when Doorstep says that they do. Until then the old paper counts.
kit-words = The 24 words, in order
kit-team-words = Six words for your team
kit-server = Address of the server
kit-server-blank = ______________________________ (write it here)
kit-qr = The 24 words as a picture for a scanner.
kit-lost = If every device is lost
kit-lost-steps =
    1. Open Doorstep on a new device and choose “We lost every device”.
    2. Type the server's address and the 24 words.
    3. Compare the six words for your team with those above.
    4. You get new words. Keep this paper beside the new one. Once your households are back, write “used” on it.
kit-keep = Keep it safe
kit-keep-away = Lock it away, in another place than your devices. Don't take a photo of it.
kit-keep-show = Show it to nobody. Whoever has the words can read all that your team wrote down.
kit-keep-year = Once a year, check that it is there: choose Team, then “Check the words”.
kit-foot = Made on { $day }

## Checking the words

check-words-heading = Check the recovery words
check-words-lead = Type all 24 words from your team's paper. This device looks whether they are right. The words are not sent.
check-words-right = The words are right. Every admin can see that they were checked today.

## New recovery words while devices are at hand

new-words-heading = Make new recovery words
new-words-lead = Do this if the paper with your words is lost, or if somebody saw it who should not have.
new-words-steps = You get 24 new words. You write them down and type them back. Then the old paper stops working, and your team gets a new key. You need your server for this. Whoever had the old paper may have read what your team wrote before. Nothing can take that back.
new-words-restricted = Is there a household that only some people can open? Then one of them has to open Doorstep once, with the server in reach, after the new words count. If all their devices are lost before that, nobody can open it again.
new-words-do = Make new words
new-words-go-on = Go on with the new words
new-words-busy = One moment …
new-words-finish-heading = Use the new words now
new-words-finish-lead = When you press the button, only the new words count. Are they on paper?
new-words-finish-do = Use the new words
new-words-finish-busy = Telling the server …
new-words-not-yet = The new words don't count yet. The old paper still works. Keep it until Doorstep says that the new words count.
new-words-unclear = The line broke while the new words were on their way. One of the two papers counts, and we don't know yet which. Keep both. Go on as soon as your server can be reached.
new-words-in-force = The new words count now. Open Doorstep on every device of your team while it can reach the server. Then destroy the old paper.
new-words-overtaken = Other words came into force before yours. The words that were made on this device don't count: destroy the paper with them. Ask the other admins of your team who has the newest paper. If none of them made new words, somebody used the old ones. Then look for a device that you don't know on the Team page, remove it, and make new words.
new-words-seen = I have read this
new-words-stop = Don't use the new words
new-words-stop-says = Doorstep looks first which words count. If the new words count already, it tells you so. Don't destroy any paper before that.
new-words-stop-yes = Yes, keep the old words

## Every device is lost

recover-heading = Get your team back
recover-lead = This is for when every device of your team is lost. You need the paper with your 24 recovery words, and the address of your server. If anybody still has a device, join the team from there instead.
recover-address = Address of your server
recover-address-hint = For example 192.168.1.20:8443. It may be on the paper. Make sure that it is your own server: the words can't tell.
recover-name-hint = The name your team knows you by. Type it as it was: then your visits stay yours.
recover-team-words = Six words for your team
recover-team-words-hint = They are on a page that was printed.
recover-do = Look for our team
recover-busy = Looking …
recovering-heading = Your team was found
recovering-team = These six words stand for your team. If there are six words on your paper, they must be the same. If they are not, stop here: it is another team. Write them and the address of your server on your new paper too.
recovering-words-heading = Write down 24 new words
recovering-words = These new words take the place of the ones that you typed, but only once Doorstep says that your team is back. Keep the old paper until then. After that, write “used” and today's date on it and keep it beside the new one.
recovering-finish-heading = Get your team back now
recovering-finish-lead = This device comes into the team as an admin, and the team gets a new key. Keep the old paper until you see your team's households again. Lost devices are still in the team until you remove them: do that next, on the Team page.
recovering-devices =
    { $count ->
        [one] The server has 1 device in your team. If there were more, the server may have been set back to an old copy.
       *[other] The server has { $count } devices in your team. If there were more, the server may have been set back to an old copy.
    }
recovering-finish-do = Get our team back
recovering-finish-busy = Getting your team back …
recovering-cancel = Stop
recovering-cancel-says = This clears this device and goes back to the start. Keep both papers: your team opens with one of them. Try the old words first. If Doorstep says that they don't count any more, try the new ones. If neither works, ask an admin of your team for the newest paper.
recovering-cancel-yes = Yes, stop and clear it

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
unlock-words-lead = Use your team's newest recovery words. If newer ones were made and this device has not synced since, use the ones before.
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
