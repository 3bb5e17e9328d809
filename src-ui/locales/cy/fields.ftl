### Labels of fields, hints, and the answers to choose from.

## About

field-about-name = Enw'r aelwyd
field-about-address = Cyfeiriad
field-about-locality = Ardal
field-about-how-to-find = Sut i ddod o hyd iddyn nhw
hint-about-how-to-find = Y drws, lle i barcio, yr amser gorau, ci.
field-about-languages = Ieithoedd
hint-about-languages = Teipiwch un a phwyswch Enter.
field-about-named-worker = Gweithiwr
field-about-second-worker = Ail weithiwr
field-about-opened = Gyda ni ers
field-about-closed = Wedi cau ar
field-about-closed-why = Pam y cafodd ei chau
field-about-legal-hold = Pam mae'n rhaid ei chadw

## What matters

field-matters-matters-to-us = Yr hyn sy'n bwysig i ni
hint-matters-matters-to-us = Yn eu geiriau nhw.
field-matters-good-life = Sut beth yw bywyd da
field-matters-really-going-on = Beth sy'n digwydd go iawn
hint-matters-really-going-on = Y tu ôl i'r peth cyntaf y gofynnon nhw amdano.
field-matters-history = Beth ddigwyddodd o'r blaen y dylen ni wybod amdano

## People

field-person-name = Enw
field-person-relation = Perthynas â'r lleill
hint-person-relation = Er enghraifft mam, ei frawd, cymydog.
field-person-contact = Ffôn neu ebost
hint-person-preferred-contact = Er enghraifft neges destun yn gyntaf, neu ffonio ar ôl deg.
field-person-birth-year = Blwyddyn geni
field-person-preferred-language = Pa iaith sydd orau ganddyn nhw
field-person-preferred-contact = Y ffordd orau o gysylltu
field-person-agreement = Ydyn nhw'n cytuno i ni helpu?
field-person-agreement-on = Pryd dywedon nhw hynny
field-person-agreement-with = Wrth bwy dywedon nhw hynny
field-person-agreement-words = Beth ddywedon nhw
choice-agreement-agreed = Ydyn, maen nhw'n cytuno
choice-agreement-declined = Nac ydyn, dywedon nhw na
choice-agreement-withdrawn = Cytunon nhw, yna newid eu meddwl

## Asking

field-demand-exact-words = Yr union eiriau
hint-demand-exact-words = Fel y dywedon nhw, nid fel y bydden ni'n dweud.
field-demand-who-asked = Pwy ofynnodd
field-demand-date = Pryd
field-demand-door = Sut y daeth aton ni
field-demand-presenting-issue = Am beth roedd hyn, ar yr olwg gyntaf
field-demand-class = Pa fath o ofyn oedd hwn?
field-demand-failure-cause = Beth na chafodd ei wneud, neu ei wneud yn iawn
field-demand-repeats = Gofynnon nhw hyn o'r blaen
field-demand-sorted-on = Dywedon nhw “mae hyn wedi'i ddatrys” ar
field-demand-visit = Cododd yn yr ymweliad hwn
choice-door-phone = Dros y ffôn
choice-door-in-person = Daethon nhw aton ni
choice-door-message = Mewn neges neu lythyr
choice-door-visit = Ar ymweliad
choice-door-agency = Drwy sefydliad arall
choice-door-community = Drwy rywun yn y gymuned
choice-class-value = Dyma pam rydyn ni yma
choice-class-failure = Roedd rhywbeth wedi mynd o'i le o'r blaen
choice-class-not-yet-clear = Ddim yn glir eto

## Visits

field-visit-date = Diwrnod
field-visit-time = Amser
hint-visit-time = Er enghraifft 2 o'r gloch, neu ar ôl ysgol.
field-visit-place = Ble
field-visit-notes = Nodiadau
field-visit-changed-since = Beth sydd wedi newid ers y tro diwethaf?
field-visit-others = Pwy arall oedd yno
choice-place-home = Yn eu cartref
choice-place-phone = Ar y ffôn
choice-place-community = Allan yn y gymuned
choice-place-office = Yn y swyddfa

## Strengths and worries

field-strength-what = Beth sy'n gryf
hint-strength-what = Yn eu geiriau nhw.
field-strength-whose = Cryfder pwy yw hwn?
field-strength-said-by = Pwy ddywedodd neu sylwodd
field-strength-person = Pa berson
field-strength-visit = Cododd yn yr ymweliad hwn
field-worry-what = Beth yw'r pryder
hint-worry-what = Yn eu geiriau nhw.
field-worry-whose = Pryder pwy yw hwn?
field-worry-said-by = Pwy ddywedodd
field-worry-person = Pa berson
field-worry-visit = Cododd yn yr ymweliad hwn
choice-whose-person = Un person
choice-whose-family = Y teulu
choice-whose-friends = Ffrindiau a chymdogion
choice-whose-community = Y gymuned
choice-whose-organisation = Sefydliad

## Next steps

field-action-what = Beth fydd yn cael ei wneud
field-action-done-by = Pwy sy'n ei wneud?
field-action-who = Eu henw
field-action-by-when = Erbyn pryd
field-action-member = Pa un ohonon ni
field-action-person = Pa berson
field-action-agreed-with = Cytunwyd gyda
field-action-agreed-on = Cytunwyd ar
field-action-ended = Sut y daeth i ben
field-action-ended-on = Pryd y daeth i ben
field-action-ended-why = Pam
field-action-can-do-now = Beth maen nhw'n gallu ei wneud drostyn nhw'u hunain nawr?
field-action-visit = Cododd yn yr ymweliad hwn
choice-done-by-person = Y person
choice-done-by-family = Y teulu
choice-done-by-community = Rhywun yn y gymuned
choice-done-by-worker = Un ohonon ni
choice-done-by-specialist = Arbenigwr a alwon ni i mewn
choice-ended-done = Wedi'i wneud
choice-ended-changed = Wedi newid yn rhywbeth arall
choice-ended-dropped = Wedi'i ollwng

## Expertise

field-expertise-what-for = Ar gyfer beth
field-expertise-kind = Arhoson ni gyda nhw?
field-expertise-who = Pwy
field-expertise-date = Pryd
field-expertise-agency = O ba sefydliad
field-expertise-visit = Cododd yn yr ymweliad hwn
choice-expertise-kind-pulled-in = Galw i mewn: daethon nhw, ac arhoson ni
choice-expertise-kind-handed-off = Trosglwyddo: anfonon ni'r aelwyd ymlaen

## Services

field-service-note = Beth oedd hwn
field-service-kind = Pa fath
field-service-agency = Pa sefydliad
field-service-from = O
field-service-until = Tan
field-service-count = Sawl gwaith
field-service-unit-cost-pence = Cost un, mewn punnoedd
field-service-source = O ble mae'r gost yn dod
hint-service-unit-cost-pence = Mae'n cael ei lenwi o restr y tîm, os yw yno. Gallwch chi ei newid.
hint-service-count = Unwaith, os gadewch chi hwn yn wag.
hint-team-auto-lock-minutes = Gall pawb ddewis cloi'n gynt. Os yw hwn yn wag, bydd pawb yn dewis ar gyfer eu dyfais eu hunain.
field-service-sureness = Pa mor siŵr ydyn ni?
choice-service-kind-contact = Cysylltiad
choice-service-kind-assessment = Wedi'u gwirio neu eu profi gan wasanaeth
choice-service-kind-referral = Wedi'u hanfon ymlaen at wasanaeth arall
choice-service-kind-hand-off = Wedi'u trosglwyddo i dîm arall
choice-service-kind-intervention = Help wedi'i roi
choice-service-kind-emergency = Argyfwng
choice-sureness-known = Siŵr: mae'n dod o gofnod
choice-sureness-told = Eithaf siŵr: dywedodd rhywun wrthon ni
choice-sureness-guessed = Ddim yn siŵr: ein dyfaliad gorau

## In the way

field-obstacle-what = Beth sydd yn y ffordd
field-obstacle-kind = Pa fath
field-obstacle-date = Ers pryd
field-obstacle-cleared-on = Allan o'r ffordd ar
field-obstacle-visit = Cododd yn yr ymweliad hwn

## Sharing

field-sharing-with-whom = Gyda phwy
field-sharing-what = Beth gafodd ei rannu
field-sharing-why = Pam
field-sharing-basis = O dan ba gyfraith y rhannon ni
field-sharing-condition = Os oedd yn sôn am iechyd, cred neu rywbeth tebyg
field-sharing-date = Pryd
choice-basis-public-task = Dyma ein gwaith cyhoeddus
choice-basis-legal-obligation = Mae'r gyfraith yn dweud bod rhaid i ni
choice-basis-vital-interests = I amddiffyn bywyd rhywun
choice-basis-legitimate-interests = Rheswm teg sydd gennyn ni neu ganddyn nhw
choice-basis-consent = Dywedon nhw ie i'r rhannu
choice-basis-contract = Contract gyda nhw
choice-condition-health-or-social-care = Ar gyfer gofal iechyd neu ofal cymdeithasol
choice-condition-safeguarding = I gadw plentyn neu oedolyn yn ddiogel
choice-condition-vital-interests = I amddiffyn bywyd rhywun
choice-condition-explicit-consent = Dywedon nhw ie yn glir
choice-condition-public-interest = Mae'n bwysig iawn i'r cyhoedd
choice-condition-nothing-sensitive = Chafodd dim byd fel hynny ei rannu

## The team

field-team-name = Enw'r tîm
field-team-locality = Ble rydyn ni'n gweithio
field-team-auto-lock-minutes = Munudau heb gyffwrdd nes bod pob dyfais yn cloi, fan bellaf
field-team-keep-closed-years = Blynyddoedd rydyn ni'n cadw aelwyd sydd wedi cau
field-team-show-restricted = Aelwydydd nad yw rhai yn gallu eu hagor
field-member-name = Enw
field-member-agency = Yn gweithio i
field-agency-name = Enw
field-agency-contact = Sut i gysylltu â nhw
field-unit-cost-what = Beth yw hwn
field-unit-cost-agency = Pa sefydliad
field-unit-cost-kind = Pa fath
field-unit-cost-cost-pence = Cost un, mewn punnoedd
field-unit-cost-source = O ble mae'r rhif yn dod
field-unit-cost-year = Blwyddyn
field-failure-cause-name = Beth na chafodd ei wneud, neu ei wneud yn iawn
field-obstacle-kind-name = Pa fath o beth sydd yn y ffordd

## Settings

choice-theme-system = Yr un fath â'r ddyfais hon
choice-theme-light = Golau
choice-theme-dark = Tywyll
choice-theme-contrast = Cyferbyniad uchel
choice-role-worker = Gweithiwr
choice-role-lead = Arweinydd
choice-role-admin = Gweinyddwr: yn gallu gwahodd pobl
