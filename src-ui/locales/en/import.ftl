### Bringing in a list of households from a spreadsheet.

import-heading = Bring in a list
import-open = Bring in a list from a spreadsheet
import-lead = Do you have your households in a spreadsheet? Doorstep shows you first what would happen to each row. Nothing is changed until you say so.
import-how = Save your spreadsheet as CSV, then choose that file here. The first row should name the columns. Doorstep knows these, in English and in Welsh:
import-how-names = Several rows with the same household and address become one household with all its people. Nothing but a name is needed.
import-choose = Choose a file
import-choose-other = Choose another file

## While it reads or writes

import-reading = Reading the file …
import-reading-rows =
    { $rows ->
        [one] 1 row read
       *[other] { $rows } rows read
    }
import-writing = Bringing them in …
import-writing-count = { $made } of { $make } households are in
import-stop = Stop
import-stopped = Stopped. { $made } of { $make } households are in. You can go on with the rest; nothing is made twice.
import-go-on = Go on with the rest

## What the columns hold

import-columns = What is in each column
import-columns-hint = Change what is not right, then look again.
import-column-example = for example: { $example }
import-column-none = Leave this column out
import-first-row = The first row names the columns
import-name-after = Where a household has no name, use the person's family name
import-look-again = Look again
import-no-names = No column holds a name yet, so no row can come in. Choose the column with the household's or the person's name.
import-read-as = Read as { $encoding }, with { $delimiter } between the cells.
import-between-comma = commas
import-between-semicolon = semicolons
import-between-tab = tabs

choice-import-field-household-name = Name of the household
choice-import-field-address = Address
choice-import-field-locality = Area
choice-import-field-how-to-find = How to find them
choice-import-field-person-name = Person's whole name
choice-import-field-first-name = Person's first name
choice-import-field-surname = Person's family name
choice-import-field-relation = How they are related
choice-import-field-birth-year = Year of birth
choice-import-field-contact = Phone or email
choice-import-field-preferred-language = Language
choice-import-field-named-worker = Worker who holds it
choice-import-field-first-met = Day you first met
choice-import-field-notes = Notes

## What would happen, row by row

import-plan = What would happen
import-plan-hint = Nothing is changed yet.
import-done = What happened
import-rows = Row by row
import-count-make =
    { $count ->
        [one] 1 new household
       *[other] { $count } new households
    }
import-count-people =
    { $count ->
        [one] with 1 person
       *[other] with { $count } people
    }
import-count-join =
    { $count ->
        [one] 1 more row adds to one of them
       *[other] { $count } more rows add to them
    }
import-count-same =
    { $count ->
        [one] 1 row is like a household you have. It is left alone
       *[other] { $count } rows are like households you have. They are left alone
    }
import-count-aside =
    { $count ->
        [one] 1 row is set aside, with the reason
       *[other] { $count } rows are set aside, with the reason
    }
import-count-empty =
    { $count ->
        [one] 1 row is empty
       *[other] { $count } rows are empty
    }
import-count-names = 1 row names the columns
import-count-noted =
    { $count ->
        [one] 1 row has something to look at
       *[other] { $count } rows have something to look at
    }
import-count-all =
    { $count ->
        [one] That is the 1 row of the file.
       *[other] Together that is all { $count } rows of the file.
    }
import-run =
    { $count ->
        [one] Bring in 1 household
       *[other] Bring in { $count } households
    }
import-nothing-to-do = There is nothing new to bring in.
import-show = Show
import-show-all = All rows
import-show-make = New households
import-show-join = Rows that add to one
import-show-same = Left alone
import-show-aside = Set aside
import-rows-none = No rows of this kind.
import-rows-next = Next rows
import-rows-first = Back to the first
import-row = Row { $row }
import-row-make = a new household
import-row-made = made a new household
import-row-join = adds to the household of row { $row }
import-row-joined = added to the household of row { $row }
import-row-same = looks like one you have, left alone
import-row-aside = set aside
import-row-people = People: { $people }
import-row-open = Open it

choice-import-why-erased = It was brought in before, and its household was erased for good since.
choice-import-why-no-name = There is no name of a household or a person.
choice-import-why-day = This is no day that has been: { $detail }
choice-import-why-birth-year = This is no year of birth with four digits: { $detail }
choice-import-why-letters = Some of its letters could not be read.
choice-import-why-signs = There are signs in it that belong to no text.
choice-import-why-quote = A quotation mark stands where none can be.
choice-import-why-open-quote = A quotation mark is opened and never closed.
choice-import-why-cut-off = The file ends in the middle of this row. The file may be cut off.
choice-import-why-too-many-cells = It has more cells than there are columns, so they may be mixed up.
choice-import-why-row-too-long = It is too long to be a row of a list.
choice-import-why-cell-too-long = One of its cells is too long: { $detail }
choice-import-why-too-many-rows = Its household has more than { $detail } rows.
choice-import-why-not-written = This household could not be written.

choice-import-note-near = You may have this household under another name or address. It is made all the same.
choice-import-note-few-cells = It has fewer cells than there are columns. Those at the end are taken as empty.
choice-import-note-named-after-person = The household is called after the person.
choice-import-note-no-address = Only the name says that it is the same household.
choice-import-note-worker-unknown = Nobody in the team has the worker's name. It is kept with the history.
choice-import-note-more-workers = Another worker is named as well. The second is kept as the one who stands in, any other with the history.
choice-import-note-taken-before = This row was brought in before.

## The report

import-report = Save what happened to every row
import-report-aside = Save the rows set aside
import-report-hint = Mend the rows in the saved file, then bring that file in.
import-report-saved =
    { $rows ->
        [one] Saved: 1 row.
       *[other] Saved: { $rows } rows.
    }
import-report-name = what-happened.csv
import-report-aside-name = set-aside.csv
import-report-row = Row in the list
import-report-outcome = What happened
import-report-why = Why
import-report-word-make = not brought in yet
import-report-word-made = made
import-report-word-join = not brought in yet
import-report-word-joined = added
import-report-word-same = left alone
import-report-word-aside = set aside
import-finish = Close this list
import-forget = Put this list away
