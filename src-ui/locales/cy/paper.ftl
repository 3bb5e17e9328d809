# Pages to keep, and copies of records

problem-paper-too-large = Mae hyn yn rhy hir i PDF. Gadewch ran ohono allan. Gall copi o gofnod fod yn dudalen we hefyd: mae honno'n dal y cyfan.
problem-lead-only = Dim ond arweinydd neu weinyddwr y tîm sy'n gallu gwneud hyn. Gofynnwch i un ohonyn nhw.
problem-copy-under-way = Mae copi yn cael ei ysgrifennu yn barod. Arhoswch nes iddo orffen, neu ei stopio.

paper-plain = Dydy'r ffeil ddim wedi'i chloi: gall unrhyw un sydd â hi ei darllen.
paper-missing-letters = Doedd dim modd rhoi rhai llythrennau ar y papur hwn. Maen nhw'n ymddangos fel �.
paper-letters-missing = Does dim modd rhoi rhai llythrennau ar bapur: { $letters }. Maen nhw'n ymddangos fel �.

# Our plan

open-plan = Ein cynllun
part-plan = Ein cynllun
part-one-plan = Geiriau ein cynllun
add-plan = Ychwanegu geiriau
field-plan-in-our-words = Beth arall ddylai ei ddweud?
hint-plan-in-our-words = Yn eu geiriau nhw. Mae'n dod yn olaf ar y dudalen.
plan-heading = Ein cynllun
plan-intro = Y dudalen mae'r teulu yn ei chadw. Ewch drwyddi gyda nhw: nhw sy'n dewis beth sydd arni.
plan-choose-texts = Yr hyn sy'n bwysig
plan-choose-strengths = Cryfderau
plan-choose-actions = Pwy sy'n gwneud beth
plan-choose-visits = Pryd byddwn ni'n cwrdd nesaf
plan-choose-worries = Pryderon
plan-choose-ended = Beth sydd wedi'i wneud
plan-choose-people = Pobl
plan-large-print = Print bras
plan-language = Iaith y dudalen
plan-pages = { $count ->
    [one] Mae'n ffitio ar un dudalen.
    [two] Mae'n cymryd 2 dudalen.
   *[other] Mae'n cymryd { $count } tudalen.
}
plan-save = Cadw fel PDF
plan-print = Argraffu
plan-saved = Wedi cadw fel { $file }.
plan-printed = Wedi'i anfon i'r argraffydd, os dywedoch chi ie yno.
plan-note = Nodi bod y dudalen ganddyn nhw
plan-noted = Wedi nodi bod hwn ganddyn nhw: { $name }
plan-shared-what = Ein cynllun, y dudalen maen nhw'n ei chadw

plan-title = Ein cynllun: { $name }
plan-foot = Ein cynllun · { $day }
plan-head-matters-to-us = Yr hyn sy'n bwysig i ni
plan-head-good-life = Sut beth yw bywyd da
plan-head-strengths = Beth sydd o'n plaid ni
plan-head-actions = Pwy sy'n gwneud beth
plan-head-visits = Pryd byddwn ni'n cwrdd nesaf
plan-head-worries = Beth sy'n ein poeni ni
plan-head-ended = Beth sydd wedi'i wneud
plan-head-people = Pwy ydyn ni
plan-head-own = Yn ein geiriau ni
plan-by-day = erbyn { $day }
plan-said-by = yn ôl { $who }

# Taking a copy

open-copy = Gwneud copi
copy-heading = Gwneud copi
copy-intro = Copi o'r cofnod hwn i'w roi i'r bobl mae'n sôn amdanyn nhw, neu i'w symud i raglen arall.
copy-for = I bwy mae'r copi?
copy-for-all = Pawb yn yr aelwyd
copy-leave-out = Gadael allan
copy-leave-out-hint = Dydy'r hyn sydd wedi'i dicio ddim yn y copi. Edrychwch ar y dudalen: gall geiriau pobl enwi eraill hefyd.
leave-out-others-contact = Sut i gysylltu â'r lleill ({ $count })
leave-out-others-birth-year = Pryd ganwyd y lleill ({ $count })
leave-out-others-agreement = Beth mae'r lleill wedi cytuno iddo ({ $count })
leave-out-others-strengths = Cryfderau'r lleill, neu rai na ddywedodd neb pwy biau nhw ({ $count })
leave-out-others-worries = Pryderon y lleill neu amdanyn nhw, neu rai na ddywedodd neb pwy biau nhw ({ $count })
leave-out-family-worries = Pryderon y teulu cyfan ({ $count })
leave-out-others-actions = Beth mae'r lleill yn ei wneud, neu lle na ddywedodd neb pwy ({ $count })
leave-out-asked-for = Beth ofynnon nhw amdano, a phwy ofynnodd ({ $count })
leave-out-really-going-on = Beth sy'n digwydd go iawn ({ $count })
leave-out-history = Beth ddigwyddodd o'r blaen y dylen ni wybod amdano ({ $count })
leave-out-visit-notes = Nodiadau ymweliadau ({ $count })
leave-out-pulled-in = Eraill a gafodd eu galw i mewn ({ $count })
leave-out-in-the-way = Beth oedd yn y ffordd ({ $count })
leave-out-services = Gwasanaethau maen nhw wedi'u cael ({ $count })
leave-out-shared = Beth gafodd ei rannu, a gyda phwy ({ $count })
leave-out-sharing-reasons = Ein rhesymau dros rannu ({ $count }). Maen nhw'n sôn am ein dyletswyddau. Tynnwch y tic os dylen nhw eu gweld.
leave-out-removed-lines = Llinellau sydd wedi'u tynnu ({ $count })
copy-safety-notes = Dydy nodiadau diogelwch byth mewn copi. Gallan nhw sôn am berygl i rywun arall.
copy-kind = Pa fath o ffeil?
copy-kind-pdf = PDF, i'w ddarllen a'i argraffu
copy-kind-html = Tudalen we, i'w darllen ar unrhyw ddyfais
copy-kind-json = JSON, ar gyfer rhaglen arall
copy-plain = Dydy'r ffeil ddim wedi'i chloi: gall unrhyw un sydd â hi ei darllen. Cadwch hi mewn lle diogel yn unig.
copy-write = Cadw'r copi
copy-look-first = Edrychwch arno yn gyntaf
copy-shared-what = Copi o'r cofnod
copy-made-for = Gwnaed ar gyfer
copy-joined = Hefyd wedi'i hysgrifennu fel
copy-practice = Tîm ymarfer: pobl ddychmygol sydd yma.
copy-not-in-it = Beth sydd ddim yn y copi hwn: lluniau a nodiadau llais, nodiadau diogelwch, a llinellau sydd wedi'u tynnu.
copy-foot = Copi i'w gadw
copy-missing-letters = Doedd dim modd rhoi rhai llythrennau ar y papur hwn. Maen nhw'n ymddangos fel �.
copy-yes = Ie
copy-no = Na
copy-unreadable = Doedd dim modd darllen y rhain
copy-households-in-all = Nifer yr aelwydydd:
copy-visit-people = Pwy oedd yno

team-copy-heading = Mynd â'r holl gofnodion gyda chi
team-copy-intro = Pob aelwyd ar y ddyfais hon mewn un ffeil: i'w symud i raglen arall, neu i'w cadw pan ddaw'r tîm i ben.
team-copy-json = Cadw fel JSON
team-copy-html = Cadw fel tudalen we
team-copy-file = Pob aelwyd
team-copy-begins = Wrthi'n dechrau …
team-copy-far = { $done } o'r { $of } aelwyd wedi'u hysgrifennu
team-copy-stop = Stopio
team-copy-stopped = Wedi stopio. Chafodd dim ffeil ei hysgrifennu.
team-copy-saved = { $count ->
    [one] Mae un aelwyd yn { $file }.
   *[other] Mae { $count } aelwyd yn { $file }.
}
team-copy-unreadable = { $count ->
    [one] Doedd dim modd darllen un cofnod. Mae'r ffeil yn ei enwi.
    [two] Doedd dim modd darllen 2 gofnod. Mae'r ffeil yn eu henwi.
    [few] Doedd dim modd darllen 3 chofnod. Mae'r ffeil yn eu henwi.
    [many] Doedd dim modd darllen 6 chofnod. Mae'r ffeil yn eu henwi.
   *[other] Doedd dim modd darllen { $count } cofnod. Mae'r ffeil yn eu henwi.
}
