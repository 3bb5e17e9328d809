# Pages to keep, and copies of records

problem-paper-too-large = This is too long for a PDF. Leave some of it out. A copy of a record can also be a web page: that holds all of it.
problem-lead-only = Only a lead or an admin of the team can do this. Ask one of them.
problem-copy-under-way = A copy is being written already. Wait until it is done, or stop it.

paper-plain = The file is not locked: whoever has it can read it.
paper-missing-letters = Some letters could not be put on this paper. They show as �.
paper-letters-missing = Some letters can't be put on paper: { $letters }. They show as �.

# Our plan

open-plan = Our plan
part-plan = Our plan
part-one-plan = Words of our plan
add-plan = Add words
field-plan-in-our-words = What else should it say?
hint-plan-in-our-words = In their own words. It comes last on the page.
plan-heading = Our plan
plan-intro = The page the family keeps. Go through it with them: they choose what is on it.
plan-choose-texts = What matters
plan-choose-strengths = Strengths
plan-choose-actions = Who does what
plan-choose-visits = When we meet next
plan-choose-worries = Worries
plan-choose-ended = What has been done
plan-choose-people = People
plan-large-print = Large print
plan-language = Language of the page
plan-pages = { $count ->
    [one] It fits on one page.
   *[other] It takes { $count } pages.
}
plan-save = Save as PDF
plan-print = Print
plan-saved = Saved as { $file }.
plan-printed = Sent to the printer, if you said yes there.
plan-note = Note that they have it
plan-noted = Noted: { $name } has it
plan-shared-what = Our plan, the page they keep

plan-title = Our plan: { $name }
plan-foot = Our plan · { $day }
plan-head-matters-to-us = What matters to us
plan-head-good-life = What a good life looks like
plan-head-strengths = What we have going for us
plan-head-actions = Who does what
plan-head-visits = When we meet next
plan-head-worries = What worries us
plan-head-ended = What has been done
plan-head-people = Who we are
plan-head-own = In our words
plan-by-day = by { $day }
plan-said-by = said by { $who }

# Taking a copy

open-copy = Take a copy
copy-heading = Take a copy
copy-intro = A copy of this record to give to the people it is about, or to move it to another program.
copy-for = Who is it for?
copy-for-all = All of the household
copy-leave-out = Leave out
copy-leave-out-hint = What is ticked is not in the copy. Look at the page: people's own words can name others too.
leave-out-others-contact = How to reach the others ({ $count })
leave-out-others-birth-year = When the others were born ({ $count })
leave-out-others-agreement = What the others agreed to ({ $count })
leave-out-others-strengths = Strengths of the others, or where nobody said whose ({ $count })
leave-out-others-worries = Worries of, or about, the others, or where nobody said whose ({ $count })
leave-out-family-worries = Worries of the family as a whole ({ $count })
leave-out-others-actions = What the others do, or where nobody said who ({ $count })
leave-out-asked-for = What they asked for, and who asked ({ $count })
leave-out-really-going-on = What is really going on ({ $count })
leave-out-history = History worth knowing ({ $count })
leave-out-visit-notes = Notes of visits ({ $count })
leave-out-pulled-in = Others who were pulled in ({ $count })
leave-out-in-the-way = What was in the way ({ $count })
leave-out-services = Services they used ({ $count })
leave-out-shared = What was shared with whom ({ $count })
leave-out-sharing-reasons = Our reasons for sharing ({ $count }). They are about our duties. Take the tick away if they should see them.
leave-out-removed-lines = Lines that were removed ({ $count })
copy-safety-notes = Safety notes are never in a copy. They may speak of risks to somebody else.
copy-kind = What kind of file?
copy-kind-pdf = PDF, to read and print
copy-kind-html = Web page, to read on any device
copy-kind-json = JSON, for another program
copy-plain = The file is not locked: whoever has it can read it. Save it only where it is safe.
copy-write = Save the copy
copy-look-first = Look at it first
copy-shared-what = A copy of the record
copy-made-for = Made for
copy-joined = Also written down as
copy-practice = Practice team: the people in this are made up.
copy-not-in-it = Not in this copy: photos and voice notes, safety notes, and lines that were removed.
copy-foot = A copy to keep
copy-missing-letters = Some letters could not be put on this paper. They show as �.
copy-yes = Yes
copy-no = No
copy-unreadable = These could not be read
copy-households-in-all = Households in all:
copy-visit-people = Who was there

team-copy-heading = Take all records along
team-copy-intro = All households on this device in one file: to move to another program, or to keep when the team ends.
team-copy-json = Save as JSON
team-copy-html = Save as a web page
team-copy-file = All households
team-copy-begins = Beginning …
team-copy-far = { $done } of { $of } households written
team-copy-stop = Stop
team-copy-stopped = Stopped. No file was written.
team-copy-saved = { $count ->
    [one] One household is in { $file }.
   *[other] { $count } households are in { $file }.
}
team-copy-unreadable = { $count ->
    [one] One record could not be read. The file names it.
   *[other] { $count } records could not be read. The file names them.
}
