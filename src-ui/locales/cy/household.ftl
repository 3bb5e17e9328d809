### Households and visits.

## The list

choose-a-household = Dewiswch aelwyd o'r rhestr.
households-search = Chwilio
households-search-for-more = Mae mwy na'r rhain. Teipiwch fwy i ddod o hyd i'r un rydych chi ei heisiau.
# "Aelwyd" has one form after every number.
households-count = { $count } aelwyd
households-count-more = Mwy na { $count } aelwyd
households-more-some = Dangos rhagor
households-empty = Does dim aelwydydd yma rydych chi'n gallu eu hagor. Gallwch ychwanegu un: mae enw yn ddigon. Neu dewch â'r rhestr sydd gennych chi i mewn.
households-none-found = Dim canlyniadau. Rhowch gynnig ar lai o lythrennau, neu air arall.
households-more = Dangos { $count } arall
households-add = Ychwanegu aelwyd
households-name = Beth rydych chi'n galw'r aelwyd hon?
households-name-hint = Mae enw yn ddigon. Gallwch chi ei newid wedyn.
households-save = Ychwanegu
filter-show = Hidlo'r rhestr
filter-set = Hidlo'r rhestr (ymlaen)
filter-worker = Gweithiwr
filter-locality = Ble
filter-not-seen = Heb eu gweld ers
filter-not-seen-weeks = { $weeks } wythnos (ers { $day })
filter-closed = Hefyd y rhai sydd wedi cau
filter-any = Unrhyw un
row-next-visit = ymweliad nesaf { $day }
row-was-planned = roedd ymweliad ar gyfer { $day }
row-seen-today = wedi'u gweld heddiw
row-seen =
    { $days ->
        [one] wedi'u gweld ddoe
        [two] wedi'u gweld 2 ddiwrnod yn ôl
       *[other] wedi'u gweld { $days } diwrnod yn ôl
    }
row-seen-weeks =
    { $weeks ->
        [one] wedi'u gweld wythnos yn ôl
        [two] wedi'u gweld 2 wythnos yn ôl
       *[other] wedi'u gweld { $weeks } wythnos yn ôl
    }
row-last-seen = wedi'u gweld ddiwethaf { $day }
row-actions =
    { $count ->
        [one] 1 peth i'w wneud
        [two] 2 beth i'w gwneud
        [few] 3 pheth i'w gwneud
        [many] 6 pheth i'w gwneud
       *[other] { $count } peth i'w gwneud
    }
row-unsent = { $count } newid yma yn unig
row-both = Newidiodd y ddau
row-closed = Wedi cau

## One household

household-read-only = Doorstep mwy diweddar sydd wedi ysgrifennu'r cofnod hwn. Gallwch chi ei ddarllen yma. I'w newid, mae angen y Doorstep diweddaraf arnoch chi.
about-add = Ychwanegu cyfeiriad, gweithiwr a mwy
household-more = Mwy
household-ways = Mynd i ran o'r dudalen hon
part-count = ({ $count })
about-edit = Newid y manylion hyn
about-held-by = Gweithiwr: { $who }
about-second = ail weithiwr: { $who }
about-since = gyda ni ers { $day }
part-about = Amdanyn nhw
part-one-about = Manylyn
add-about = Ychwanegu manylion
part-matters = Yr hyn sy'n bwysig
part-one-matters = Geiriau
add-matters = Ychwanegu'r hyn sy'n bwysig
part-person = Pobl
part-one-person = Person
add-person = Ychwanegu person
empty-person = Pwy sy'n byw yma, a phwy arall sy'n cyfrif?
part-demand = Beth ofynnon nhw amdano
part-one-demand = Yr hyn y gofynnwyd amdano
add-demand = Ychwanegu beth ofynnon nhw amdano
empty-demand = Dim byd eto. Ysgrifennwch yr union eiriau pan fydd rhywun yn gofyn am rywbeth.
part-visit = Ymweliadau
part-one-visit = Ymweliad
add-visit = Cofnodi ymweliad
empty-visit = Dim ymweliadau eto. Pwyswch “Cofnodi ymweliad” pan fyddwch chi wedi bod.
part-strength = Cryfderau
part-one-strength = Cryfder
add-strength = Ychwanegu cryfder
empty-strength = Beth sy'n mynd yn dda? Beth maen nhw'n dda am ei wneud? Pwy sydd yno iddyn nhw?
part-worry = Pryderon
part-one-worry = Pryder
add-worry = Ychwanegu pryder
empty-worry = Dim pryderon wedi'u hysgrifennu.
part-action = Pwy sy'n gwneud beth nesaf
part-one-action = Cam nesaf
add-action = Ychwanegu cam nesaf
empty-action = Dim byd wedi'i gytuno eto. Beth yw'r cam bach nesaf, a phwy sy'n ei gymryd?
actions-ended = Wedi'u gwneud, eu newid neu eu gollwng
part-expertise = Pwy alwon ni i mewn
part-one-expertise = Rhywun a alwyd i mewn
add-expertise = Ychwanegu rhywun a alwon ni i mewn
empty-expertise = Does neb arall wedi cael ei alw i mewn hyd yn hyn.
part-service = Gwasanaethau maen nhw wedi'u cael
part-one-service = Gwasanaeth
add-service = Ychwanegu gwasanaeth
empty-service = Dim un wedi'i ysgrifennu.
part-obstacle = Beth sydd yn y ffordd
part-one-obstacle = Rhwystr
add-obstacle = Ychwanegu beth sydd yn y ffordd
empty-obstacle = Oes rhywbeth wedi ein rhwystro rhag gwneud y peth iawn? Ysgrifennwch hynny yma.
part-sharing = Beth rannon ni
part-one-sharing = Rhannu
add-sharing = Ychwanegu beth gafodd ei rannu
empty-sharing = Does dim byd wedi'i rannu â neb y tu allan i'r tîm.

## Lines

nothing-written = Dim byd wedi'i ysgrifennu eto
more-fields = Mwy
lines-earlier = Dangos { $count } cynharach
edit-this = Newid: { $what }
remove-this = Tynnu: { $what }
mark-done = Wedi'i wneud: { $what }
action-done = Wedi'i wneud
take-out = Tynnu: { $what }
show-removed =
    { $count ->
        [one] Dangos 1 sydd wedi'i dynnu
       *[other] Dangos { $count } sydd wedi'u tynnu
    }
hide-removed = Cuddio beth sydd wedi'i dynnu
removed-when = Tynnwyd { $when }
born = ganwyd { $year }
said-by = yn ôl { $who }
# The word "today" comes in as day-today says it, so its key here is the Welsh word.
by-day =
    { $day ->
        [heddiw] heddiw
       *[other] erbyn { $day }
    }
sorted-on = datryswyd { $day }
cleared-on = allan o'r ffordd { $day }

## Two people changed the same thing

both-heading-two = Newidiodd dau berson “{ $what }” ({ $one }, { $other })
both-heading-many = Newidiodd sawl person “{ $what }”
both-said = { $who }, { $when }
both-keep = Cadw hwn
both-keep-this = Cadw: { $what }
both-keep-both = Cadw'r ddau
both-cleared = (wedi'i wagio)

## Visits

visit-heading = Ymweliad { $day }: { $name }
visit-heading-no-day = Ymweliad: { $name }
visit-who = Pwy oedd yno?
visit-others-of-us = Rhywun arall ohonon ni
visit-somebody = Rhywun arall
visit-add-person = Rhywun newydd yn yr aelwyd
visit-happened = Digwyddodd yr ymweliad hwn
visit-done = Wedi gorffen
visit-noted = Ymweliad wedi'i nodi, heddiw { $time }
visit-no-day = Dim diwrnod wedi'i roi
visit-planned = Wedi'i drefnu: { $day }
visits-more = Dangos { $count } ymweliad cynharach
prompt-strength = Welsoch chi neu glywsoch chi gryfder?
prompt-action = Pwy sy'n gwneud beth nesaf?
prompt-worry = Oes rhywun yn poeni am rywbeth?
prompt-demand = Ofynnon nhw am rywbeth?

## Where a household's record is kept

kept-heading = Ble mae hwn yn cael ei gadw
kept-here = Ar y ddyfais hon: popeth.
kept-only-here = Ar y ddyfais hon yn unig hyd yn hyn: { $count } newid.
kept-no-server = Does gan eich tîm ddim gweinydd eto.
kept-server = Ar y gweinydd yn y swyddfa: popeth sydd ar y ddyfais hon.
kept-server-not-yet = Ar y gweinydd yn y swyddfa: ddim popeth eto.
kept-device = Dyfais { $name }: popeth sydd ar y ddyfais hon.
kept-device-not-yet = Dyfais { $name }: heb ddweud eto bod popeth ganddi.
kept-somebody = Aelod o'r tîm
kept-note = Mae dyfeisiau yn dweud wrth ei gilydd wrth gysoni. Gall gymryd amser nes i'r gair ddod yn ôl.

household-openers = Dim ond y bobl hyn sy'n gallu agor yr aelwyd hon: { $names }
household-some-lack = Newidiodd dau berson pwy sy'n gallu agor yr aelwyd hon ar yr un pryd. Dydy rhywun ddim yn gallu gweld y cyfan eto.
household-some-lack-go = Ewch i weld pwy sy'n gallu ei hagor, a phwyswch Cadw
openers-heading = Pwy sy'n gallu agor yr aelwyd hon
openers-note-heading = Pwy sy'n gallu agor y nodyn hwn
openers-note-says = O'r tro nesaf y maen nhw'n cysoni, does neb arall yn gallu gweld y nodyn hwn, hyd yn oed cyn ymweliad. Cyn cadw, dywedwch wrth y lleill beth sydd angen iddyn nhw ei wybod i gadw'n ddiogel.
openers-note-no-admin = Does neb o'r bobl hyn yn weinyddwr. Felly does neb yn gallu gwirio'r hyn a ysgrifennodd dyfais a dynnwyd o'r tîm amdano. Ticiwch weinyddwr hefyd, os gallwch chi.
openers-question = Pwy sy'n gallu ei hagor?
openers-everybody = Pawb yn y tîm
openers-named = Dim ond y bobl hyn
openers-you = (chi)
openers-devices = (ar { $count } dyfais)
openers-no-device = (ddim yn gallu ei hagor eto: mae'n rhaid i weinyddwr roi dyfais dan yr enw hwn ar dudalen y Tîm)
openers-new-device = (mae ganddyn nhw ddyfais newydd: pwyswch Cadw er mwyn iddi agor hwn hefyd)
openers-unknown =
    { $count ->
        [one] Mae 1 ddyfais arall yn gallu ei hagor. Does neb wedi dweud pwy biau hi.
       *[other] Mae { $count } dyfais arall yn gallu ei hagor. Does neb wedi dweud pwy biau nhw.
    }
openers-some-lack = Newidiodd dau berson hyn ar yr un pryd, felly dydy rhywun ddim yn gallu gweld y cyfan eto. Pwyswch Cadw i drwsio hynny.
openers-no-admin = Does neb o'r bobl hyn yn weinyddwr. Felly does neb yn gallu dileu'r aelwyd hon, na gwirio'r hyn a ysgrifennodd dyfais a dynnwyd o'r tîm amdani. Ticiwch weinyddwr hefyd, os gallwch chi.
openers-says = O'r tro nesaf y maen nhw'n cysoni, does neb arall yn gallu gweld yr aelwyd hon, ei hymweliadau na'i nodiadau diogelwch. Cyn cadw, dywedwch wrth y lleill beth sydd angen iddyn nhw ei wybod i gadw'n ddiogel, a phwy sy'n cymryd eu hymweliadau.
openers-had-it = Efallai bod pobl oedd yn gallu ei hagor o'r blaen yn ei chofio neu â chopi. Allwn ni ddim dad-wneud hynny. Mae unrhyw un sydd â geiriau adfer y tîm yn dal i allu ei chael.
openers-save = Cadw pwy sy'n gallu ei hagor
openers-saved = Wedi'i gadw.
households-for-others =
    { $count ->
        [one] Mae 1 aelwyd nad ydych chi'n gallu ei hagor.
       *[other] Mae { $count } aelwyd nad ydych chi'n gallu eu hagor.
    }

## Erasing a household for good, and what has to be kept

open-erase = Dileu'r aelwyd hon am byth
erase-heading = Dileu { $name } am byth
erase-goes-heading = Beth sy'n mynd
erase-goes = Mae popeth rydyn ni wedi'i ysgrifennu am yr aelwyd hon yn mynd, ar y gweinydd ac ar bob dyfais yn y tîm. All neb ddod ag ef yn ôl.
erase-people = { $count ->
    [0] Dim pobl
    [one] 1 person
   *[other] { $count } o bobl
}
erase-visits = { $count ->
    [0] Dim ymweliadau
    [one] 1 ymweliad, gyda'i nodiadau
   *[other] { $count } o ymweliadau, gyda'u nodiadau
}
erase-attachments = { $count ->
    [0] Dim lluniau na nodiadau llais
    [one] 1 llun neu nodyn llais
   *[other] { $count } o luniau a nodiadau llais
}
erase-safety-notes = { $count ->
    [0] Dim nodiadau diogelwch
    [one] 1 nodyn diogelwch
   *[other] { $count } o nodiadau diogelwch
}
erase-joined = { $name }, sy'n cael ei dangos yn un â hi. Os yw hynny'n anghywir, gwahanwch nhw yn gyntaf.
erase-unread = { $count ->
    [one] 1 rhan na all y ddyfais hon ei darllen. Efallai ei bod yn dweud bod rhaid cadw'r aelwyd hon.
   *[other] { $count } o rannau na all y ddyfais hon eu darllen. Efallai eu bod yn dweud bod rhaid cadw'r aelwyd hon.
}
erase-only-here = { $count ->
    [one] 1 newid sydd ar y ddyfais hon yn unig
   *[other] { $count } o newidiadau sydd ar y ddyfais hon yn unig
}
erase-others = { $count ->
    [0] Does dim dyfais arall yn y tîm.
    [one] Mae'r hyn nad yw'r ddyfais arall wedi'i anfon eto yn mynd hefyd. Allwn ni ddim gwybod faint yw hynny.
   *[other] Mae'r hyn nad yw'r { $count } dyfais arall wedi'i anfon eto yn mynd hefyd. Allwn ni ddim gwybod faint yw hynny.
}
erase-stays-heading = Beth na allwn ni ei gymryd yn ôl
erase-stays-paper = Yr hyn a gafodd ei argraffu, a chopïau a gafodd eu cadw fel ffeiliau.
erase-stays-removed = Yr hyn y mae rhywun wedi'i ddarllen neu'n ei gadw yn rhywle arall, a'r hyn sydd ar ddyfais a gafodd ei thynnu o'r tîm neu sydd byth yn dod ar-lein eto.
erase-stays-backups = Copïau wrth gefn o'r gweinydd, nes iddyn nhw ddod yn ôl. Mae'r gweinydd wedyn yn dileu hyn unwaith eto, os yw ei nodyn ei hun o hyn ganddo o hyd, neu os daw dyfais sy'n gwybod.
hold-heading = Oes rhaid ei chadw?
hold-says = Os yw'r gyfraith yn gofyn i ni gadw hyn, neu os oes gan rywun hawliad, ysgrifennwch pam. Wedyn all neb ei dileu nes i hynny gael ei dynnu allan.
erase-held = Mae'n rhaid cadw'r aelwyd hon, felly does dim modd ei dileu. Tynnwch yr hyn sydd uchod allan pan fydd hynny drosodd.
erase-why-heading = Pam
erase-reason = Pam rydyn ni'n ei dileu?
erase-reason-hint = Gall y tîm ddarllen hyn wedyn. Peidiwch â rhoi enwau na dim am y bobl.
erase-do = Ei dileu am byth …
erase-do-says = Does neb yn gallu dadwneud hyn. Ydy'r rheswm yn iawn, ac ai hon yw'r aelwyd iawn?
erase-yes = Ie, ei dileu am byth
erase-doing = Wrthi'n dileu …
erase-done = Mae wedi'i dileu.
