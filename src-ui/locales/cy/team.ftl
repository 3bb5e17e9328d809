### The team, its server, settings.

team-about = Ein tîm
team-my-name = Eich enw
team-show-restricted = Dweud yn y rhestr aelwydydd faint sydd nad yw rhywun yn gallu eu hagor
part-team = Ein tîm
part-one-team = Tîm
add-team = Ychwanegu tîm
part-member = Pwy sydd yn y tîm
part-one-member = Aelod
add-member = Ychwanegu aelod
team-devices = Dyfeisiau
team-device-unnamed = Dyfais heb enw
team-device-by-words = Daeth i mewn gyda'r geiriau adfer
team-this-device = y ddyfais hon
team-former-devices = Dyfeisiau sydd wedi'u tynnu
device-role-label = Beth all { $name } ei wneud
device-role-said = { $name } yw: { $role } nawr
device-remove = Tynnu'r ddyfais hon
device-remove-label = Tynnu'r ddyfais hon gan { $name }
device-remove-says = O hynny ymlaen, fydd { $name } yn gweld dim byd newydd ar y ddyfais hon. Mae'r hyn a gafodd ei weld wedi'i weld. Mae nodiadau sydd heb eu hanfon yn dod atoch chi, i chi edrych arnyn nhw. I ddod yn ôl, mae angen gofyn am gael dod i mewn eto.
device-remove-yes = Ie, tynnu'r ddyfais hon
device-removing = Wrthi'n tynnu …
device-removed-said = Mae'r ddyfais wedi'i thynnu.
handed-over-heading = Doedd { $name } ddim wedi anfon popeth
handed-over-lead = Cafodd hyn ei ysgrifennu ar ddyfais cyn iddi gael ei thynnu, neu wedyn. Edrychwch arno gyntaf. Chi sy'n penderfynu a yw'r tîm yn ei gadw.
handed-over-look = Edrych arno
handed-over-looking = Wrthi'n edrych …
handed-over-changes = { $count } newid
handed-over-new = Aelwyd oedd gan y ddyfais honno yn unig
handed-over-more = Mae mwy na hyn.
handed-over-taken-out = Mae { $count } llinell yn cael ei thynnu
handed-over-set = Mae { $count } peth arall yn newid, fel diwrnod neu bwy sy'n ei wneud
handed-over-coming = Efallai nad yw'r ddyfais honno wedi trosglwyddo popeth eto. Edrychwch eto nes ymlaen.
handed-over-photos =
    { $count ->
        [one] 1 llun neu nodyn llais
       *[other] { $count } o luniau a nodiadau llais
    }
handed-over-other = { $count } newid i nodiadau diogelwch neu i dudalen y tîm
handed-over-unseen =
    { $count ->
        [one] Mae 1 rhan am aelwyd nad ydych chi'n gallu ei hagor. Bydd pawb sy'n gallu ei hagor yn ei chael.
       *[other] Mae { $count } rhan am aelwydydd nad ydych chi'n gallu eu hagor. Bydd pawb sy'n gallu eu hagor yn eu cael.
    }
handed-over-for-others =
    { $count ->
        [one] Mae 1 rhan am aelwyd nad ydych chi'n gallu ei hagor. Mae'n aros ar y gweinydd nes bod gweinyddwr sy'n gallu wedi edrych arni.
       *[other] Mae { $count } rhan am aelwydydd nad ydych chi'n gallu eu hagor. Maen nhw'n aros ar y gweinydd nes bod gweinyddwr sy'n gallu wedi edrych arnyn nhw.
    }
handed-over-unreadable =
    { $count ->
        [one] Does dim modd darllen 1 rhan. Mae'n aros allan.
       *[other] Does dim modd darllen { $count } rhan. Maen nhw'n aros allan.
    }
handed-over-accept = Cadw'r cyfan
handed-over-taken = Mae'r tîm yn cadw'r hyn a gafodd ei ysgrifennu yno.
handed-over-decline = Peidio â'i gadw
handed-over-decline-says = Bydd y cyfan wedi mynd am byth wedyn. Does dim byd yn dod ag ef yn ôl.
handed-over-decline-yes = Ie, rhoi'r gorau iddo am byth
handed-over-declined = Cafodd ei roi heibio.
team-recovery = Geiriau adfer
team-recovery-says = Os bydd pob dyfais ar goll, bydd y 24 gair ar bapur yn dod â'ch tîm yn ôl.
team-recovery-checked = Gwiriwyd ddiwethaf: { $day }
team-recovery-never = Does neb wedi nodi eto eu bod wedi'u gwirio.
team-recovery-due = Mae'n bryd gwirio'r geiriau. Ydy'r papur yno o hyd, ac ydych chi'n gallu ei ddarllen?
team-recovery-do = Gwirio'r geiriau
team-new-words-do = Gwneud geiriau newydd
team-new-words-says = Gwnewch eiriau newydd os yw'r papur ar goll, neu os yw rhywun na ddylai wedi'i weld.
part-agency = Sefydliadau rydyn ni'n gweithio gyda nhw
part-one-agency = Sefydliad
add-agency = Ychwanegu sefydliad
empty-agency = Dim un eto.
part-failure-cause = Pam mae'n rhaid i bobl ofyn eto
part-one-failure-cause = Rheswm
add-failure-cause = Ychwanegu rheswm
empty-failure-cause = Dim un eto.
part-obstacle-kind = Mathau o bethau sydd yn y ffordd
part-one-obstacle-kind = Math
add-obstacle-kind = Ychwanegu math
empty-obstacle-kind = Dim un eto.
part-unit-cost = Cost gwasanaethau
part-one-unit-cost = Cost
add-unit-cost = Ychwanegu cost
empty-unit-cost = Dim un eto.

## Letting somebody in

invite-heading = Gwahodd rhywun i mewn
invite-lead = Byddwch chi'n cael cod. Darllenwch y cod iddyn nhw, neu dangoswch y sgrin hon. Mae'n gweithio ar gyfer un ddyfais.
invite-no-server = I wahodd eraill, mae angen gweinydd ar eich tîm. Cysylltwch ag un yn gyntaf.
invite-role = Beth fyddan nhw?
invite-do = Gwneud cod
invite-until = { $role }. Yn gweithio tan { $when }.
request-heading = Mae { $name } eisiau dod i mewn
request-lead = Dyma fyddan nhw: { $role }. Gofynnwch iddyn nhw ddarllen eu chwe gair yn uchel. Peidiwch â'u gadael i mewn oni bai bod y geiriau yr un fath â'r rhain.
request-approve = Mae'r geiriau yr un fath: gadael i mewn
request-decline = Gwrthod

## The server

connect-heading = Cysylltu â gweinydd
connect-lead = Mae'r cyfeiriad a'r cod gosod gan y person sy'n gofalu am eich gweinydd.
connect-address-hint = Er enghraifft 192.168.1.20:8443
connect-code = Cod gosod
connect-code-hint = 26 o lythrennau a rhifau. Mae'r gweinydd yn ei ddangos wrth ddechrau am y tro cyntaf.
connect-do = Cysylltu
connect-do-go = Cysylltu â gweinydd
connect-busy = Wrthi'n cysylltu …
connect-replace-says = Nid dyma'r gweinydd mae eich tîm wedi'i ddefnyddio hyd yma. Os yw hwnnw wedi mynd am byth, defnyddiwch hwn: mae'r ddyfais hon yn rhoi popeth iddo. Yna mae aelodau eraill y tîm yn cysylltu ag ef yn yr un ffordd.
connect-replace = Defnyddio'r gweinydd hwn o hyn ymlaen

## Settings

setting-theme = Golwg
setting-text-size = Maint y testun
setting-size =
    { $percent ->
        [100] Arferol
        [125] Mwy
        [150] Mawr
        [200] Mawr iawn
       *[other] { $percent } %
    }
setting-language = Iaith
setting-language-team = Yr un fath â'r tîm
setting-lock-heading = Cloi
setting-lock = Cloi'n awtomatig
setting-lock-never = Byth
setting-lock-after =
    { $minutes ->
        [two] Ar ôl 2 funud heb gyffwrdd
       *[other] Ar ôl { $minutes } munud heb gyffwrdd
    }
setting-lock-team =
    { $minutes ->
        [two] Mae eich tîm am i bob dyfais gloi ar ôl 2 funud heb gyffwrdd, neu'n gynt.
       *[other] Mae eich tîm am i bob dyfais gloi ar ôl { $minutes } munud heb gyffwrdd, neu'n gynt.
    }
lock-now = Cloi nawr
keychain-heading = Agor heb yr ymadrodd cyfrinachol
keychain-use = Agor heb yr ymadrodd cyfrinachol ar ôl i mi fewngofnodi i'r cyfrifiadur hwn
keychain-says = Wedyn gall pwy bynnag sy'n gallu mewngofnodi i'r cyfrifiadur hwn fel chi agor Doorstep. Peidiwch â throi hwn ymlaen os yw eraill yn defnyddio eich mewngofnod.
keychain-when = Mae'n para pan fyddwch chi'n cau Doorstep neu'n diffodd y cyfrifiadur. Ar ôl i Doorstep gloi, neu ar ôl i chi newid eich ymadrodd cyfrinachol, byddwch chi'n ei deipio unwaith eto. Byddwch chi hefyd yn ei deipio o leiaf unwaith yr wythnos, rhag i chi ei anghofio.
keychain-is-on = Mae hwn ymlaen.
keychain-is-off = Mae hwn i ffwrdd: bydd Doorstep yn gofyn am eich ymadrodd cyfrinachol bob tro mae'n agor.
passphrase-heading = Ymadrodd cyfrinachol
passphrase-says = Mae'n agor Doorstep ar y ddyfais hon yn unig. Os byddwch chi'n ei anghofio, mae geiriau adfer eich tîm yn agor y ddyfais hon hefyd.
passphrase-now = Eich ymadrodd cyfrinachol nawr
passphrase-new = Eich ymadrodd cyfrinachol newydd
passphrase-again = Yr un newydd unwaith eto
passphrase-differs = Dydy'r ddau ddim yr un fath. Teipiwch yr ymadrodd cyfrinachol newydd ddwywaith.
passphrase-do = Newid yr ymadrodd cyfrinachol
passphrase-busy = Wrthi'n newid …
passphrase-changed = Mae'r ymadrodd cyfrinachol wedi'i newid. Dydy'r hen un yn agor dim byd yma mwyach.
leave-heading = Gadael y tîm ymarfer
leave-says = Bydd yr aelwydydd dychmygol yn mynd, gyda phopeth ysgrifennoch chi amdanyn nhw. Does dim modd dadwneud hyn.
leave-do = Gadael y tîm ymarfer
leave-yes = Ie, gadael a chlirio

## What was erased, and how long closed households are kept

keeping-heading = Am ba hyd rydyn ni'n cadw aelwydydd sydd wedi cau
keeping-says = Pan fydd yr amser ar ben, maen nhw'n cael eu rhestru yma. Does dim byd yn digwydd iddyn nhw ar ei ben ei hun.
keeping-past = Wedi cau am fwy o amser na hynny
erased-heading = Wedi'u dileu
erased-by = { $day }, gan { $name }
erased-unknown-day = Ar ddiwrnod na allwn ni ei ddarllen
erased-unknown-reason = Allwn ni ddim darllen y rheswm ar y ddyfais hon
erased-somebody = rhywun heb enw
erased-here = Mae'r ddyfais hon wedi'i dileu.
erased-on = Mae dyfais { $name } yn dweud ei bod wedi'i dileu.
erased-not-yet = Does dim gair wedi dod gan ddyfais { $name } ers hynny.
erased-note = Mae dyfais yn ei dileu cyn gynted ag y mae'n cyrraedd y gweinydd.
left-over-says = { $count ->
    [one] Daeth 1 nodyn diogelwch am aelwyd sydd wedi'i dileu yn hwyrach, gan rywun nad oedd wedi clywed.
   *[other] Daeth { $count } o nodiadau diogelwch am aelwydydd sydd wedi'u dileu yn hwyrach, gan rywun nad oedd wedi clywed.
}
left-over-do = Dileu'r hyn a ddaeth yn hwyrach …
left-over-do-says = Mae'n mynd o bobman, am byth, fel yr aeth yr aelwyd.
left-over-yes = Ie, ei ddileu am byth
