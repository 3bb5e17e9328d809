### First run, joining, the recovery words, unlocking.

begin-heading = Croeso
begin-lead = Mae Doorstep yn helpu eich tîm i aros gydag aelwyd o'r dechrau i'r diwedd. Mae'n gweithio heb signal.
door-practice = Rhoi cynnig arni gyda thîm ymarfer
door-practice-says = Aelwydydd dychmygol i chi gael edrych o gwmpas. Does dim byd yn gadael y ddyfais hon.
door-start = Dechrau tîm
door-start-says = Chi yw'r cyntaf. Gallwch chi wahodd eraill wedyn. Does dim angen signal ar gyfer hyn.
door-join = Ymuno â thîm
door-join-says = Mae rhywun yn eich tîm wedi rhoi cyfeiriad a chod i chi.

## A new team

start-heading = Dechrau tîm
start-team-name = Beth yw enw eich tîm?
start-locality = Ble rydych chi'n gweithio?
start-locality-hint = Tref neu ran o dref. Gallwch chi adael hwn yn wag.
start-do = Dechrau'r tîm
start-busy = Wrthi'n dechrau'r tîm …
my-name = Beth yw eich enw?
my-name-hint = Yr enw mae eich tîm yn eich galw.
new-passphrase = Dewiswch ymadrodd cyfrinachol
new-passphrase-hint = O leiaf 12 o lythrennau neu rifau. Mae tri neu bedwar gair na fyddai neb ond chi yn eu rhoi gyda'i gilydd yn gweithio'n dda. Mae'n agor Doorstep ar y ddyfais hon.
show-passphrase = Dangos beth rydw i'n ei deipio

## Recovery words

words-heading = Ysgrifennwch y 24 gair hyn
words-lead = Os byddwch chi'n anghofio eich ymadrodd cyfrinachol, bydd y geiriau hyn yn agor Doorstep eto. Dim ond nawr maen nhw'n cael eu dangos.
words-keep = Ysgrifennwch nhw ar bapur, yn y drefn hon. Cadwch y papur yn rhywle diogel, i ffwrdd o'r ddyfais hon. Peidiwch â thynnu llun ohono.
words-written = Rydw i wedi eu hysgrifennu
words-confirm-heading = Teipiwch y geiriau
words-confirm-lead = Teipiwch y 24 gair o'ch papur. Mae hyn yn dangos y gallwch chi fynd i mewn eto.
words-typed = Eich 24 gair, yn eu trefn
words-count =
    { $count ->
        [two] 2 air o 24 hyd yn hyn
       *[other] { $count } gair o 24 hyd yn hyn
    }
words-wrong =
    { $count ->
        [one] Dydy gair rhif { $places } ddim yn iawn. Edrychwch ar eich papur a'i gywiro.
       *[other] Dydy'r geiriau hyn ddim yn iawn: { $places }. Edrychwch ar eich papur a'u cywiro.
    }
words-check = Gwirio'r geiriau
words-see-again = Gweld y geiriau eto
words-later = Gwneud hyn wedyn
words-reminder = Dydych chi ddim wedi teipio eich geiriau adfer eto.
words-reminder-do = Gwneud hyn nawr

## Joining

join-heading = Ymuno â thîm
join-lead = Gofynnwch i rywun yn eich tîm sy'n gallu gwahodd pobl. Mae cyfeiriad a chod ar eu sgrin nhw.
join-address = Cyfeiriad
join-address-hint = Er enghraifft 192.168.1.20:8443
join-code = Cod
join-code-hint = 26 o lythrennau a rhifau. Does dim ots am fylchau na llinellau bach.
join-do = Gofyn am gael ymuno
join-busy = Wrthi'n gofyn …
join-wait-heading = Cymharwch y chwe gair hyn
join-wait-lead = Darllenwch y geiriau hyn i'r person sydd wedi eich gwahodd. Rhaid i'r un chwe gair fod ar eu sgrin nhw. Wedyn byddan nhw'n eich gadael i mewn.
join-wait-now = Yn aros i gael dod i mewn. Bydd y sgrin hon yn mynd ymlaen ar ei phen ei hun.
join-check = Edrych nawr
join-cancel = Peidio ag ymuno

## Unlocking

unlock-heading = Datgloi Doorstep
unlock-passphrase = Eich ymadrodd cyfrinachol
unlock-do = Datgloi
unlock-busy = Wrthi'n datgloi …
unlock-use-words = Rydw i wedi anghofio fy ymadrodd cyfrinachol
unlock-use-passphrase = Defnyddio fy ymadrodd cyfrinachol
unlock-words-heading = Datgloi gyda'ch 24 gair
# "Eiliad" has one form after every number.
unlock-wait = Arhoswch { $seconds } eiliad, yna rhowch gynnig arall arni.

## A device that was removed

removed-heading = Dydy'r ddyfais hon ddim yn { $team } mwyach
removed-lead = Mae gweinyddwr y tîm wedi ei thynnu. Does dim byd o'r tîm yn cael ei ddangos yma mwyach.
removed-unsent =
    { $count ->
        [0] Mae popeth a ysgrifennoch chi yma ar weinydd y tîm. Cyn hir bydd y ddyfais hon yn ei chlirio'i hun.
        [one] Mae 1 newid a wnaethoch chi yma heb ei anfon. Mae'n mynd at weinyddwyr eich tîm nawr, a nhw sy'n penderfynu beth fydd yn digwydd iddo. Gadewch yr ap ar agor. Wedyn bydd y ddyfais hon yn ei chlirio'i hun.
       *[other] Mae { $count } newid a wnaethoch chi yma heb eu hanfon. Maen nhw'n mynd at weinyddwyr eich tîm nawr, a nhw sy'n penderfynu beth fydd yn digwydd iddyn nhw. Gadewch yr ap ar agor. Wedyn bydd y ddyfais hon yn ei chlirio'i hun.
    }
removed-clear = Clirio'r ddyfais hon nawr
removed-clear-says = Mae hyn yn tynnu popeth o'r tîm oddi ar y ddyfais hon, gyda'i hallweddi. Bydd yr hyn sydd heb ei anfon wedi mynd am byth wedyn.
removed-clear-yes = Ie, ei chlirio am byth
cleared-lead = Does dim byd o'r tîm ar y ddyfais hon mwyach.
cleared-says = Os oeddech chi wedi ysgrifennu rhywbeth yma heb ei anfon, mae wedi mynd at weinyddwyr y tîm. Nhw sy'n penderfynu beth fydd yn digwydd iddo.
cleared-go-on = Ymlaen
