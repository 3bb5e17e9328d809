### First run, joining, the recovery words, unlocking.

begin-heading = Croeso
begin-lead = Mae Doorstep yn helpu eich tîm i aros gydag aelwyd o'r dechrau i'r diwedd. Mae'n gweithio heb signal.
door-practice = Rhoi cynnig arni gyda thîm ymarfer
door-practice-says = Aelwydydd dychmygol i chi gael edrych o gwmpas. Does dim byd yn gadael y ddyfais hon.
door-start = Dechrau tîm
door-start-says = Chi yw'r cyntaf. Gallwch chi wahodd eraill wedyn. Does dim angen signal ar gyfer hyn.
door-join = Ymuno â thîm
door-join-says = Mae rhywun yn eich tîm wedi rhoi cyfeiriad a chod i chi.
door-recover = Rydyn ni wedi colli pob dyfais

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
words-lead = Os bydd pob dyfais sydd gan eich tîm ar goll, bydd y geiriau hyn a gweinydd eich tîm yn dod â phopeth a anfonwyd yn ôl. Os bydd rhywun yn anghofio eu hymadrodd cyfrinachol, bydd y geiriau'n agor eu dyfais. Dim ond nawr maen nhw'n cael eu dangos.
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
words-by-others = Mae { $name } wedi gwneud geiriau adfer newydd. Dydy'r hen bapur ddim yn gweithio mwyach. Gofynnwch ydy hynny'n iawn, a ble mae'r papur newydd yn cael ei gadw. Wedyn dinistriwch yr hen un. Os nad oes neb yn gwybod amdano, chwiliwch am ddyfais nad ydych chi'n ei hadnabod ar dudalen y Tîm, tynnwch hi, a gwnewch eiriau newydd.
words-by-nobody = Mae rhywun wedi gwneud geiriau adfer newydd, a dydyn ni ddim yn gwybod pwy. Dydy'r hen bapur ddim yn gweithio mwyach. Gofynnwch i bob gweinyddwr heddiw. Os na wnaeth yr un ohonyn nhw hynny, chwiliwch am ddyfais nad ydych chi'n ei hadnabod ar dudalen y Tîm, tynnwch hi, a gwnewch eiriau newydd.
words-due = Mae'n bryd gwirio geiriau adfer eich tîm.

## The page with the recovery words

kit-heading = Tudalen i'w hargraffu
kit-says = Gallwch chi gadw un dudalen gyda'r geiriau, i'w hargraffu a'i chloi i ffwrdd. Dydy'r ffeil ddim dan glo: gall pwy bynnag sydd â hi fynd i mewn. Argraffwch hi, yna dilëwch y ffeil.
kit-save = Cadw fel PDF
kit-saved = Wedi'i chadw fel { $file }. Argraffwch hi, yna dilëwch y ffeil.
kit-title = Geiriau adfer: { $team }
kit-title-unnamed = Geiriau adfer ein tîm
kit-for = Os bydd pob dyfais sydd gan eich tîm ar goll, bydd y 24 gair hyn a gweinydd eich tîm yn dod â phopeth yn ôl. Maen nhw hefyd yn agor dyfais sydd gan y tîm os yw ei hymadrodd cyfrinachol wedi'i anghofio.
kit-not-yet = Mae'r geiriau hyn yn cyfrif pan fydd Doorstep yn dweud bod eich tîm yn ôl. Cadwch yr hen bapur hefyd.
kit-not-replaced = Mae'r geiriau hyn yn cyfrif pan fydd Doorstep yn dweud eu bod nhw. Tan hynny yr hen bapur sy'n cyfrif.
kit-words = Y 24 gair, yn eu trefn
kit-team-words = Chwe gair eich tîm
kit-server = Cyfeiriad y gweinydd
kit-server-blank = ______________________________ (ysgrifennwch ef yma)
kit-qr = Y 24 gair fel llun i sganiwr.
kit-lost = Os bydd pob dyfais ar goll
kit-lost-steps =
    1. Agorwch Doorstep ar ddyfais newydd a dewiswch “Rydyn ni wedi colli pob dyfais”.
    2. Teipiwch gyfeiriad y gweinydd a'r 24 gair.
    3. Cymharwch chwe gair eich tîm â'r rhai uchod.
    4. Cewch eiriau newydd. Cadwch y papur hwn hefyd. Pan fydd eich aelwydydd yn ôl, ysgrifennwch “hen” arno.
kit-keep = Cadwch hi'n ddiogel
kit-keep-away = Clowch hi i ffwrdd, mewn lle arall na'ch dyfeisiau. Peidiwch â thynnu llun ohoni.
kit-keep-show = Peidiwch â'i dangos i neb. Gall pwy bynnag sydd â'r geiriau ddarllen popeth y mae eich tîm wedi'i ysgrifennu.
kit-keep-year = Unwaith y flwyddyn, edrychwch a yw hi yno: dewiswch Tîm, yna “Gwirio'r geiriau”.
kit-foot = Gwnaed ar { $day }

## Checking the words

check-words-heading = Gwirio'r geiriau adfer
check-words-lead = Teipiwch y 24 gair o bapur eich tîm. Bydd y ddyfais hon yn edrych a ydyn nhw'n iawn. Dydy'r geiriau ddim yn cael eu hanfon.
check-words-right = Mae'r geiriau'n iawn. Gall pob gweinyddwr weld eu bod wedi'u gwirio heddiw.

## New recovery words while devices are at hand

new-words-heading = Gwneud geiriau adfer newydd
new-words-lead = Gwnewch hyn os yw'r papur gyda'ch geiriau ar goll, neu os yw rhywun na ddylai wedi'i weld.
new-words-steps = Byddwch chi'n cael 24 gair newydd. Byddwch chi'n eu hysgrifennu ac yn eu teipio yn ôl. Wedyn bydd yr hen bapur yn stopio gweithio, a bydd eich tîm yn cael allwedd newydd. Mae angen eich gweinydd ar gyfer hyn. Efallai fod pwy bynnag oedd â'r hen bapur wedi darllen yr hyn a ysgrifennodd eich tîm o'r blaen. All dim byd dynnu hynny yn ôl.
new-words-restricted = Oes aelwyd y gall dim ond rhai pobl ei hagor? Os oes, rhaid i un ohonyn nhw agor Doorstep unwaith, gyda'r gweinydd o fewn cyrraedd, ar ôl i'r geiriau newydd gyfrif. Os caiff eu dyfeisiau i gyd eu colli cyn hynny, fydd neb yn gallu ei hagor eto.
new-words-do = Gwneud geiriau newydd
new-words-go-on = Mynd ymlaen gyda'r geiriau newydd
new-words-busy = Un eiliad …
new-words-finish-heading = Defnyddio'r geiriau newydd nawr
new-words-finish-lead = Ar ôl i chi bwyso'r botwm, dim ond y geiriau newydd fydd yn cyfrif. Ydyn nhw ar bapur?
new-words-finish-do = Defnyddio'r geiriau newydd
new-words-finish-busy = Wrthi'n dweud wrth y gweinydd …
new-words-not-yet = Dydy'r geiriau newydd ddim yn cyfrif eto. Mae'r hen bapur yn gweithio o hyd. Cadwch ef nes i Doorstep ddweud bod y geiriau newydd yn cyfrif.
new-words-unclear = Torrodd y cysylltiad tra oedd y geiriau newydd ar eu ffordd. Mae un o'r ddau bapur yn cyfrif, a dydyn ni ddim yn gwybod eto pa un. Cadwch y ddau. Ewch ymlaen pan fydd eich gweinydd yn ateb.
new-words-in-force = Mae'r geiriau newydd yn cyfrif nawr. Agorwch Doorstep ar bob dyfais yn eich tîm tra gall gyrraedd y gweinydd. Wedyn dinistriwch yr hen bapur.
new-words-overtaken = Daeth geiriau eraill i rym o flaen eich rhai chi. Dydy'r geiriau a wnaed ar y ddyfais hon ddim yn cyfrif: dinistriwch y papur gyda nhw. Gofynnwch i weinyddwyr eraill eich tîm gan bwy mae'r papur mwyaf newydd. Os na wnaeth yr un ohonyn nhw eiriau newydd, defnyddiodd rhywun yr hen rai. Wedyn chwiliwch am ddyfais nad ydych chi'n ei hadnabod ar dudalen y Tîm, tynnwch hi, a gwnewch eiriau newydd.
new-words-seen = Rydw i wedi darllen hyn
new-words-stop = Peidio â defnyddio'r geiriau newydd
new-words-stop-says = Bydd Doorstep yn edrych yn gyntaf pa eiriau sy'n cyfrif. Os yw'r rhai newydd yn cyfrif yn barod, bydd yn dweud hynny. Peidiwch â dinistrio unrhyw bapur cyn hynny.
new-words-stop-yes = Ie, cadw'r hen eiriau

## Every device is lost

recover-heading = Cael eich tîm yn ôl
recover-lead = Mae hyn ar gyfer pan fydd pob dyfais sydd gan eich tîm ar goll. Mae angen y papur gyda'ch 24 gair adfer, a chyfeiriad eich gweinydd. Os oes dyfais gan rywun o hyd, ymunwch â'r tîm oddi yno yn lle hynny.
recover-address = Cyfeiriad eich gweinydd
recover-address-hint = Er enghraifft 192.168.1.20:8443. Efallai ei fod ar y papur. Gwnewch yn siŵr mai eich gweinydd chi yw ef: all y geiriau ddim dweud.
recover-name-hint = Yr enw mae eich tîm yn eich galw. Teipiwch ef fel yr oedd: wedyn chi fydd biau eich ymweliadau o hyd.
recover-team-words = Chwe gair eich tîm
recover-team-words-hint = Maen nhw ar dudalen sydd wedi'i hargraffu.
recover-do = Chwilio am ein tîm
recover-busy = Wrthi'n chwilio …
recovering-heading = Rydyn ni wedi dod o hyd i'ch tîm
recovering-team = Mae'r chwe gair hyn yn sefyll dros eich tîm. Os oes chwe gair ar eich papur, rhaid iddyn nhw fod yr un fath. Os nad ydyn nhw, stopiwch yma: tîm arall yw hwn. Ysgrifennwch nhw a chyfeiriad eich gweinydd ar eich papur newydd hefyd.
recovering-words-heading = Ysgrifennwch 24 gair newydd
recovering-words = Mae'r geiriau newydd hyn yn cymryd lle'r rhai a deipioch chi, ond dim ond pan fydd Doorstep yn dweud bod eich tîm yn ôl. Cadwch yr hen bapur tan hynny. Wedyn, ysgrifennwch “wedi'i ddefnyddio” a'r dyddiad arno a'i gadw gyda'r un newydd.
recovering-finish-heading = Cael eich tîm yn ôl nawr
recovering-finish-lead = Bydd y ddyfais hon yn dod i mewn i'r tîm fel gweinyddwr, a bydd y tîm yn cael allwedd newydd. Cadwch yr hen bapur nes i chi weld aelwydydd eich tîm eto. Mae dyfeisiau coll yn y tîm o hyd nes i chi eu tynnu: gwnewch hynny nesaf, ar dudalen y Tîm.
# "Dyfais" follows a number in the singular; after "dwy" it softens.
recovering-devices =
    { $count ->
        [two] Mae gan y gweinydd 2 ddyfais yn eich tîm. Os oedd mwy, efallai fod y gweinydd wedi cael ei osod yn ôl i hen gopi.
       *[other] Mae gan y gweinydd { $count } dyfais yn eich tîm. Os oedd mwy, efallai fod y gweinydd wedi cael ei osod yn ôl i hen gopi.
    }
recovering-finish-do = Cael ein tîm yn ôl
recovering-finish-busy = Wrthi'n cael eich tîm yn ôl …
recovering-cancel = Stopio
recovering-cancel-says = Mae hyn yn clirio'r ddyfais hon ac yn mynd yn ôl i'r dechrau. Cadwch y ddau bapur: mae eich tîm yn agor gydag un ohonyn nhw. Rhowch gynnig ar yr hen eiriau yn gyntaf. Os yw Doorstep yn dweud nad ydyn nhw'n cyfrif mwyach, rhowch gynnig ar y rhai newydd. Os nad yw'r naill na'r llall yn gweithio, gofynnwch i weinyddwr eich tîm am y papur mwyaf newydd.
recovering-cancel-yes = Ie, stopio a'i chlirio

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
unlock-words-lead = Defnyddiwch eiriau adfer mwyaf newydd eich tîm. Os cafodd rhai mwy newydd eu gwneud ac os nad yw'r ddyfais hon wedi cysoni ers hynny, defnyddiwch y rhai o'r blaen.
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
