### Labels of fields, hints, and the answers to choose from.

## About

field-about-name = Name of the household
field-about-address = Address
field-about-locality = Area
field-about-how-to-find = How to find them
hint-about-how-to-find = The door, parking, the best time, a dog.
field-about-languages = Languages
hint-about-languages = Type one and press Enter.
field-about-named-worker = Held by
field-about-second-worker = Second worker
field-about-opened = With us since
field-about-closed = Closed on
field-about-closed-why = Why it was closed
field-about-legal-hold = Why it has to be kept

## What matters

field-matters-matters-to-us = What matters to us
hint-matters-matters-to-us = In their own words.
field-matters-good-life = What a good life looks like
field-matters-really-going-on = What is really going on
hint-matters-really-going-on = Behind what they first asked for.
field-matters-history = What happened before that we should know

## People

field-person-name = Name
field-person-relation = Who they are to the others
hint-person-relation = For example mum, his brother, a neighbour.
field-person-contact = Phone or email
hint-person-preferred-contact = For example a text first, or the phone after ten.
field-person-birth-year = Year of birth
field-person-preferred-language = Language they like best
field-person-preferred-contact = Best way to get in touch
field-person-agreement = Do they agree to us helping?
field-person-agreement-on = When they said so
field-person-agreement-with = Who they said it to
field-person-agreement-words = What they said
choice-agreement-agreed = Yes, they agree
choice-agreement-declined = No, they said no
choice-agreement-withdrawn = They agreed, then changed their mind

## Asking

field-demand-exact-words = The exact words
hint-demand-exact-words = As they said it, not as we would.
field-demand-who-asked = Who asked
field-demand-date = When
field-demand-door = How it came to us
field-demand-presenting-issue = What it seemed to be about
field-demand-class = What kind of asking was it?
field-demand-failure-cause = What had not been done, or not done right
field-demand-repeats = They asked this before
field-demand-sorted-on = They said “this is sorted” on
field-demand-visit = It came up in this visit
choice-door-phone = By phone
choice-door-in-person = Came in person
choice-door-message = By message or letter
choice-door-visit = On a visit
choice-door-agency = Through another organisation
choice-door-community = Through somebody in the community
choice-class-value = We are here for this
choice-class-failure = Something had gone wrong before
choice-class-not-yet-clear = Not clear yet

## Visits

field-visit-date = Day
field-visit-time = Time
hint-visit-time = For example 2 pm, or after school.
field-visit-place = Where
field-visit-notes = Notes
field-visit-changed-since = What has changed since last time?
field-visit-others = Who else was there
choice-place-home = At their home
choice-place-phone = On the phone
choice-place-community = Out and about
choice-place-office = At the office

## Strengths and worries

field-strength-what = What is strong
hint-strength-what = In their own words.
field-strength-whose = Whose strength is it?
field-strength-said-by = Who said or noticed it
field-strength-person = Which person
field-strength-visit = It came up in this visit
field-worry-what = What is the worry
hint-worry-what = In their own words.
field-worry-whose = Whose worry is it?
field-worry-said-by = Who said it
field-worry-person = Which person
field-worry-visit = It came up in this visit
choice-whose-person = One person
choice-whose-family = The family
choice-whose-friends = Friends and neighbours
choice-whose-community = The community
choice-whose-organisation = An organisation

## Next steps

field-action-what = What will be done
field-action-done-by = Who does it?
field-action-who = Their name
field-action-by-when = By when
field-action-member = Which of us
field-action-person = Which person
field-action-agreed-with = Agreed with
field-action-agreed-on = Agreed on
field-action-ended = How it ended
field-action-ended-on = When it ended
field-action-ended-why = Why
field-action-can-do-now = What can they do for themselves now?
field-action-visit = It came up in this visit
choice-done-by-person = The person
choice-done-by-family = The family
choice-done-by-community = Somebody in the community
choice-done-by-worker = One of us
choice-done-by-specialist = A specialist we brought in
choice-ended-done = Done
choice-ended-changed = Changed into something else
choice-ended-dropped = Dropped

## Expertise

field-expertise-what-for = What for
field-expertise-kind = Did we stay with them?
field-expertise-who = Who
field-expertise-date = When
field-expertise-agency = From which organisation
field-expertise-visit = It came up in this visit
choice-expertise-kind-pulled-in = Brought in: they came, and we stayed
choice-expertise-kind-handed-off = Handed over: we sent the household on

## Services

field-service-note = What it was
field-service-kind = What kind
field-service-agency = Which organisation
field-service-from = From
field-service-until = Until
field-service-count = How many times
field-service-unit-cost-pence = Cost of one, in pounds
field-service-source = Where the cost is from
hint-service-unit-cost-pence = Filled in from the team’s list where it is there. You can change it.
hint-service-count = Once, if you leave it empty.
hint-team-auto-lock-minutes = Each person can choose to lock sooner. If this is empty, each chooses for their own device.
field-service-sureness = How sure are we?
choice-service-kind-contact = Contact
choice-service-kind-assessment = Checked or tested by a service
choice-service-kind-referral = Sent on to another service
choice-service-kind-hand-off = Passed to another team
choice-service-kind-intervention = Help given
choice-service-kind-emergency = Emergency
choice-sureness-known = Sure: it is from a record
choice-sureness-told = Fairly sure: somebody told us
choice-sureness-guessed = Not sure: our best guess

## In the way

field-obstacle-what = What is in the way
field-obstacle-kind = What kind
field-obstacle-date = Since when
field-obstacle-cleared-on = Out of the way on
field-obstacle-visit = It came up in this visit

## Sharing

field-sharing-with-whom = With whom
field-sharing-what = What was shared
field-sharing-why = Why
field-sharing-basis = The law we shared it under
field-sharing-condition = If it was about health, beliefs or the like
field-sharing-date = When
choice-basis-public-task = It is our public task
choice-basis-legal-obligation = The law says we must
choice-basis-vital-interests = To protect somebody's life
choice-basis-legitimate-interests = A fair interest of ours or theirs
choice-basis-consent = They said yes to the sharing
choice-basis-contract = A contract with them
choice-condition-health-or-social-care = For health or social care
choice-condition-safeguarding = To keep a child or adult safe
choice-condition-vital-interests = To protect somebody's life
choice-condition-explicit-consent = They clearly said yes
choice-condition-public-interest = It matters a lot to the public
choice-condition-nothing-sensitive = Nothing like that was shared

## The team

field-team-name = Name of the team
field-team-locality = Where we work
field-team-auto-lock-minutes = Minutes without a touch until every device locks, at the latest
field-team-keep-closed-years = Years that we keep a closed household
field-team-show-restricted = Households that some can't open
field-member-name = Name
field-member-agency = Works for
field-agency-name = Name
field-agency-contact = How to reach them
field-unit-cost-what = What it is
field-unit-cost-agency = Which organisation
field-unit-cost-kind = What kind
field-unit-cost-cost-pence = Cost of one, in pounds
field-unit-cost-source = Where the number is from
field-unit-cost-year = Year
field-failure-cause-name = What was not done, or not done right
field-obstacle-kind-name = What kind of thing is in the way

## Settings

choice-theme-system = Same as this device
choice-theme-light = Light
choice-theme-dark = Dark
choice-theme-contrast = High contrast
choice-role-worker = Worker
choice-role-lead = Lead
choice-role-admin = Admin: can invite people
