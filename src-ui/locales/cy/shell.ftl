### What stands on every screen: places, sync, saving, setting back, days.

app-name = Doorstep
starting = Wrthi'n agor Doorstep …
trouble-heading = All Doorstep ddim agor
skip-to-content = Mynd i'r brif ran
rail-name = Lleoedd
place-home = Hafan
place-households = Aelwydydd
place-team = Tîm
place-settings = Gosodiadau
back = Yn ôl
add = Ychwanegu
cancel = Canslo
close = Cau
dismiss = Cau'r neges hon
done = Wedi gorffen
edit = Newid
remove = Tynnu
yes = Ie
no = Na
you = Chi
somebody = Rhywun
try-again = Rhoi cynnig arall arni
error-heading = Mae angen eich help gyda rhywbeth
choose-none = Heb ei ddweud
practice-note = Tîm ymarfer: pobl ddychmygol. Does dim byd yma'n gadael y ddyfais hon.

## Sync

sync-practice = Ymarfer
sync-looking = Wrthi'n edrych …
sync-no-server = Ar y ddyfais hon yn unig
sync-syncing = Wrthi'n anfon a nôl …
sync-trouble = Angen golwg ar y cysoni
sync-offline = Dim cysylltiad
sync-all-sent = Pob newid wedi'i anfon
# "Newid" has one form after every number; so it is wherever changes are counted.
sync-waiting = { $count } newid yn aros i gael ei anfon
sync-offline-waiting = Dim cysylltiad: { $count } newid yn aros
sync-last = cysoni diwethaf: { $when }
sync-heading = Cysoni
sync-do = Cysoni nawr
sync-busy = Wrthi'n cysoni …
sync-practice-says = Mae tîm ymarfer yn aros ar y ddyfais hon. Does dim byd i'w anfon.
sync-no-server-says = Does gan eich tîm ddim gweinydd eto. Mae popeth rydych chi'n ei ysgrifennu yn cael ei gadw ar y ddyfais hon. Cysylltwch â gweinydd i'w rannu gyda'ch tîm.
sync-server = Gweinydd: { $server }
sync-only-here = Ar y ddyfais hon yn unig hyd yn hyn
sync-team-record = Cofnod y tîm ei hun
sync-more = Dyma'r 100 cyntaf.
sync-giving-back = Rhoi { $count } darn yn ôl i'r gweinydd
sync-server-behind =
    { $count ->
        [0] { $when }: roedd y gweinydd wedi colli rhan o'r hyn oedd ganddo. Roedd aelodau eraill y tîm wedi ei roi yn ôl yn barod.
       *[other] { $when }: roedd y gweinydd wedi colli rhan o'r hyn oedd ganddo. Roedd { $count } darn ohono ar y ddyfais hon, ac mae'n ei roi yn ôl.
    }
sync-server-behind-done =
    { $count ->
        [0] { $when }: roedd y gweinydd wedi colli rhan o'r hyn oedd ganddo. Roedd aelodau eraill y tîm wedi ei roi yn ôl yn barod.
       *[other] { $when }: roedd y gweinydd wedi colli rhan o'r hyn oedd ganddo. Rhoddodd y ddyfais hon { $count } darn yn ôl.
    }
sync-not-taken = Dydy'r gweinydd ddim yn derbyn yn ôl { $count } darn a ysgrifennodd dyfais aelod o'r tîm. Mae'n cael ei gadw a'i ddangos yma.
sync-fetching = { $count } darn i'w nôl
sync-reading = Paratoi { $count } cofnod
sync-minutes-left =
    { $count ->
        [0] dim ond eiliad ar ôl
       *[other] tua { $count } munud ar ôl
    }
sync-apart = Wedi cyrraedd, a heb fod yn y cofnod eto
sync-apart-new = Cofnod sydd ddim yma eto
row-quarantined = Does dim modd agor { $count }
row-held-back = { $count } yn aros
households-arriving = Mae mwy o aelwydydd ar eu ffordd. Gallwch agor y rhai sydd yma.
sync-connect-again = Cysylltu gweinydd eto
sync-quarantined =
    { $count ->
        [one] Daeth 1 newid na all y ddyfais hon ei agor. Mae wedi'i gadw. Dywedwch wrth y person sy'n gofalu am eich gweinydd.
       *[other] Daeth { $count } newid na all y ddyfais hon eu hagor. Maen nhw wedi'u cadw. Dywedwch wrth y person sy'n gofalu am eich gweinydd.
    }
sync-held-back = Mae { $count } newid yn aros am rywbeth sydd heb gyrraedd eto.

## Saving

saving = Wrthi'n cadw …
saved-as-you-type = Yn cadw wrth i chi deipio
saved-at = Wedi'i gadw ar y ddyfais hon { $time }
saved-at-short = Wedi'i gadw { $time }
save-failed = Heb ei gadw eto. Mae eich geiriau yma o hyd.
save-not-read = Does dim modd darllen un peth eto. Mae ar y sgrin o hyd.

## Setting back

undo-removed = Wedi tynnu: { $what }.
undo-changed = Wedi newid “{ $what }”.
undo-restore = Rhoi yn ôl
undo-set-back = Dadwneud
undo-done = Wedi dadwneud: { $what }
undo-at = { $name }: { $what }
taken-out = { $what }: cafodd hwn ei dynnu, felly does dim modd ysgrifennu yma. Rhowch ef yn ôl i fynd ymlaen.
taken-out-visit = Cafodd yr ymweliad hwn ei dynnu, felly does dim modd ysgrifennu yma. Rhowch ef yn ôl i fynd ymlaen.
taken-out-back = Ei roi yn ôl

## Keys

keys-heading = Bysellau
keys-search = Chwilio
keys-back = Mynd yn ôl
keys-undo = Dadwneud y newid diwethaf
keys-next = Mynd i'r peth nesaf
keys-this = Dangos y rhestr hon

## Days. In the lists, words are parted by spaces. Months and weekdays stand in their order.
## "Dydd" stands before a weekday and says nothing; the endings of "3ydd", "5ed" are among the
## words that say nothing too. "Ymhen" and "mewn" are said with a number and without one.

day-today = heddiw
day-tomorrow = yfory
day-yesterday = ddoe
day-months = Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr
day-months-short = Ion Chwef Maw Ebr Mai Meh Gorff Awst Medi Hyd Tach Rhag
day-weekdays = Llun Mawrth Mercher Iau Gwener Sadwrn Sul
day-weekdays-short = Llun Maw Mer Iau Gwen Sad Sul
day-word-today = heddiw heddi nawr rŵan rwan
day-word-tomorrow = yfory fory
day-word-yesterday = ddoe doe
day-word-next = nesaf nesa ymhen mewn
day-word-last = diwethaf diwetha ddiwethaf ddiwetha
day-word-ahead = ymhen mewn
day-word-ago = ôl ol nôl nol
day-word-one = un
day-word-filler = dydd ddydd ar ym yn y yr r o hwn hon yma af il ydd ed fed eg ain
day-unit-days = diwrnod ddiwrnod niwrnod diwrnodau ddiwrnodau dyddiau ddyddiau
day-unit-weeks = wythnos wythnosau
day-unit-months = mis fis misoedd fisoedd
hint-day = Er enghraifft: 3 rhag, yfory, dydd Mawrth
error-day = Allwn ni ddim darllen hwn fel diwrnod. Rhowch gynnig ar 3 rhag, yfory neu ddydd Mawrth.
error-number = Dydy hwn ddim yn rhif cyfan. Defnyddiwch rifau'n unig, er enghraifft 12.
error-money = Allwn ni ddim darllen hwn fel swm. Rhowch gynnig ar 12 neu 12.50.

## Home

home-heading = { $day }. Helo, { $name }
home-empty = Does dim aelwydydd eto. Pwyswch “Cofnodi ymweliad” i ddechrau gyda'r gyntaf.
home-today = Heddiw
home-today-empty = Does gennych chi ddim ymweliadau wedi'u trefnu ar gyfer heddiw, a dim addewid ar gyfer heddiw.
home-visit = Ymweliad
home-look = Angen golwg
home-promised = Ein haddewidion
home-promised-more = { $count } arall hefyd
home-seen = Wedi'u hagor yn ddiweddar
look-arrived = Newidiadau gan rywun arall yn y tîm
look-both-changed =
    { $count ->
        [one] Newidiodd dau berson yr un peth
        [two] Newidiodd dau berson yr un ddau beth
        [few] Newidiodd dau berson yr un tri pheth
        [many] Newidiodd dau berson yr un chwe pheth
       *[other] Newidiodd dau berson yr un { $count } peth
    }
look-quarantined = Wedi cyrraedd, ond does dim modd ei agor
look-unknown = Rhywbeth sydd wedi cyrraedd
record-visit = Cofnodi ymweliad
choose-heading = Pwy fuoch chi'n ymweld â nhw?
choose-label = Dod o hyd i aelwyd
choose-hint = Teipiwch enw. Os nad yw yn y rhestr, gallwch chi ei ychwanegu.
choose-add = Ychwanegu “{ $name }” a dechrau
