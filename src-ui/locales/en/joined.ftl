### What may be there already, and households that are one.

## While adding

alike-heading = Is it one of these?
alike-person-heading = Somebody of this name is in another household
alike-name = The name is nearly the same.
alike-address = The address is the same.
alike-person = { $words } is there.
alike-name-and-address = The address is the same, and so is a name: { $words }.
households-address = Where do they live?
households-address-hint = If you know it. It helps to see whether they are here already.

## Found

found-in-visit = In a visit
found-in-visit-of = In the visit of { $day }
found-in-about = In the details
found-in-matters = In what matters
found-in-person = About a person
found-in-demand = In what they asked for
found-in-strength = In a strength
found-in-worry = In a worry
found-in-action = In who does what
found-in-expertise = In expertise
found-in-service = In a service
found-in-obstacle = In what is in the way
found-in-sharing = In what was shared
found-in-attachment = In a photo or voice note
found-in-plan = In their plan
found-open-visit = Open the visit

## The same household

same-open = This is the same household as …
same-heading = { $name }: the same household as …
same-intro = Is this household written down twice? Find the other one. Nothing is joined before you have seen both.
same-search = Find the other household
same-alike = It could be one of these
same-both = Are these two one household?
same-none = None written down.
same-last-visits = Last visits
same-more-visits =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
same-keep = Whose name stays?
same-keep-hint = The other name is kept beside it. You find the household by both.
same-closed = { $name } (closed)
same-what-happens = All visits and lines of both are shown together. Nothing is copied and nothing is lost. You can separate them again at any time.
same-join = Yes, join them
same-other = No, look for another

## A joined household

joined-done = The two are one household now.
joined-label = Joined: { $name }
joined-note = “{ $name }” is this household too. Its visits and lines are on this page.
joined-by = Joined by { $who }, { $when }.
joined-show = Show what was written under that name
joined-hide = Hide what was written under that name
joined-history = What happened under that name
joined-separate = Separate them again
joined-separated =
    { $count ->
        [0] “{ $name }” stands by itself again, with everything that was written in it.
        [one] “{ $name }” stands by itself again. 1 line that was added here since they were joined stays here.
       *[other] “{ $name }” stands by itself again. { $count } lines that were added here since they were joined stay here.
    }
joined-unreadable = This device can't read what was written under that name. It is not lost. Get the newest Doorstep.
joined-shown-in = This household is the same as “{ $name }”. Everything is shown there.
joined-open = Open it there
joined-both-heading = You did not all say the same: which household is this?
joined-both-into = The same as “{ $name }”
joined-both-apart = A household by itself
joined-both-unknown = a household that is not on this device yet
field-about-joined-into = The same household as
