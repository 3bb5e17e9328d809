### A household moves from one team to another, with its history.

## On the household's page

open-move = Move to another team
household-moving = This household is on its way to { $team }. What is written here from now on does not go along.
household-moved = It moved to { $team } on { $day }.
household-moving-go = See how the move stands
household-came-from = It came from { $team }.
visit-of-before = Also there, from the team before: { $names }

## Fields that moving writes; told in what happened, and in copies

field-about-moved-from = The team it came from
field-about-moving-to = The team it moves to
field-about-moved-on = The day that team had it

## Moving it

move-heading = Move { $name } to another team
move-lead = You save a file and give it to the other team. When they have taken the household over, they tell you three words. Nothing is erased here.
move-elsewhere = This household is on its way to { $team }, but this device did not write the last file. Type their words in on the device that wrote it, or save a new file here.
move-goes-heading = What goes
move-joined = { $name }, which is shown as one with it
move-history = Everything that happened: who wrote what, and when
move-restricted = Only some people can open this. In the other team, only the person who takes it over can, until they say who else may.
move-lacking-fetched = { $count ->
    [one] 1 photo or voice note is not on this device yet. We are getting it now. Wait until it is here before you save the file.
   *[other] { $count } photos and voice notes are not on this device yet. We are getting them now. Wait until they are here before you save the file.
}
move-lacking = { $count ->
    [one] 1 photo or voice note is not on this device. It will be missing from the file.
   *[other] { $count } photos and voice notes are not on this device. They will be missing from the file.
}
move-save-heading = Save the file
move-save-says = The file is locked. It opens only with a code, which you see once it is saved.
move-anew-heading = Save a new file
move-anew-says = A new file has a new code. Give the other team both, and throw the old file away.
move-to = Which team does it go to?
move-to-hint = As you call that team.
move-save = Save the file
move-save-anew = Save a new file
move-save-without = Save it as it is
move-saving = Saving …
move-saved = The file is saved.
# The file's name, without its ending. It says nothing about the people.
move-file = household-to-move
move-code-heading = The code for { $team }
move-written-at = For the file saved { $when }
move-written-since = Something was written about this household since. It is not in the file.
move-lacks = { $count ->
    [one] 1 photo or voice note is not in the file.
   *[other] { $count } photos and voice notes are not in the file.
}
move-how-file = Give them the file on a memory stick, or send it by e-mail.
move-how-code = Tell them this code by telephone.
move-how-apart = Never send both the same way. Whoever has the file and the code can read everything.
move-told-heading = Is it there?
move-words = The three words they tell you
move-words-hint = They see them when they have taken the household over.
move-confirm = It is there
move-there-heading = It is there
move-there = { $team } has had this household since { $day }.
move-stays = Here it is closed. The record stays on your devices until an admin erases it.
move-stop-heading = Does it stay after all?
move-stop = It does not move after all
move-stop-says = Then it no longer says here that it moves. If the move closed it, it is open again. Whoever has the file and its code can still open it.
move-stop-yes = Yes, it stays with us
move-stopped = It stays with you.

## Taking it over

take-over-open = Take over a household from another team
take-over-heading = Take over a household from another team
take-over-lead = The other team gives you a file, and tells you a code. You see what is in it before you take anything over.
take-over-file-heading = The file
take-over-file = Chosen: { $name }
take-over-choose = Choose the file
take-over-choose-other = Choose another file
take-over-code-heading = The code
take-over-code = The code they told you
take-over-look = Look what is in it
take-over-looking = Looking …
take-over-from = From { $team }, saved { $when }.
take-over-here = You have taken over this household on this device already. Doing it again only brings what is new, and photos and voice notes that are missing.
take-over-open-it = Go to the household
take-over-restricted = Only some people could open this. When you take it over, only you can, until you say who else may.
take-over-worker = Who holds it from now on?
take-over-nobody = Nobody yet
take-over-do = Take it over
take-over-again = Bring what is missing
take-over-doing = Taking it over …
take-over-back = Go back to the file and the code
taken-heading = It is here
taken-tell = Tell these words to { $team }, so that they know.
taken-only-here = Until it has been sent, it is on this device alone, and the other team may erase it once they hear the words. So look at the sign at the top first: it says when all is sent.
taken-again = If you need the words again, take over the same file once more. You get the same words, and nothing comes twice.
taken-lacks = { $count ->
    [one] 1 photo or voice note was not in the file. Ask the other team for a new file if you need it.
   *[other] { $count } photos and voice notes were not in the file. Ask the other team for a new file if you need them.
}
taken-open = Go to the household
taken-another = Take over another household
