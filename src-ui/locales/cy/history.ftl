### What happened, taking back, and two people's changes.

## Taking back

undo-added = Wedi ychwanegu: { $what }.
undo-restored = Wedi rhoi yn ôl: { $what }.
undo-last = Dadwneud
undo-last-this = Dadwneud: { $what }
undo-nothing = Does dim byd i'w ddadwneud.
undo-not-saved-yet = Dydy'r hyn deipioch chi ddiwethaf ddim wedi'i gadw eto, felly chafodd dim byd ei ddadwneud. Rhowch gynnig arall arni pan fydd wedi'i gadw.
undo-no-need = Does dim byd ar ôl i'w ddadwneud.
undo-left-field = { $who } wedi newid “{ $what }” ers hynny. Bydd yn aros fel y mae nawr.
undo-left-line = { $who } wedi bod yno ers hynny, felly bydd hwn yn aros: { $what }
undo-not-household = Mae aelwyd sydd wedi'i hychwanegu yn aros. I'w rhoi o'r neilltu, nodwch ei bod wedi cau.
redo-do = Ailwneud
redo-done = Wedi ailwneud: { $what }
redo-nothing = Does dim byd i'w ailwneud.
keys-redo = Ailwneud yr hyn a gafodd ei ddadwneud

## What happened

history-open = Beth ddigwyddodd
history-heading = { $name }: beth ddigwyddodd
history-to-household = I'r aelwyd
history-day = Ei gweld fel yr oedd ar
history-day-hint = Er enghraifft: 3 rhag, ddoe, dydd Mawrth
history-day-ahead = Dydy'r diwrnod hwnnw ddim wedi dod eto. Teipiwch heddiw neu ddiwrnod cynt.
history-show-day = Dangos y diwrnod hwnnw
history-by = Pwy
history-anybody = Unrhyw un
history-part = Am beth
history-anything = Unrhyw beth
history-more = Dangos beth ddaeth cyn hyn
history-none = Does dim byd yma. Dewiswch rywun arall, neu ran arall.
history-shown = Yn dangos { $count } arall.
history-then-heading = { $name } ar { $day }
history-then-says = Dyma sut yr oedd ar ddiwedd { $day }. Cafodd ei newid ddiwethaf ar { $changed }. Gallwch chi ei ddarllen. Allwch chi ddim ei newid yma.
history-then-nothing = Doedd dim byd wedi'i ysgrifennu am yr aelwyd hon erbyn diwedd { $day }.
history-then-back = Yn ôl i beth ddigwyddodd
history-part-about = Enw, cyfeiriad a gweithwyr
history-part-matters = Yr hyn sy'n bwysig
history-part-person = Pobl
history-part-demand = Beth ofynnon nhw amdano
history-part-visit = Ymweliadau
history-part-strength = Cryfderau
history-part-worry = Pryderon
history-part-action = Pwy sy'n gwneud beth nesaf
history-part-expertise = Arbenigedd
history-part-service = Gwasanaethau
history-part-obstacle = Beth sydd yn y ffordd
history-part-sharing = Beth rannon ni
history-part-attachment = Lluniau a nodiadau llais
history-part-plan = Ein cynllun

# These stand only behind a verb-noun and in brackets, where nothing mutates them.
thing-about = y manylion
thing-matters = yr hyn sy'n bwysig
thing-person = person
thing-demand = yr hyn y gofynnwyd amdano
thing-visit = ymweliad
thing-strength = cryfder
thing-worry = pryder
thing-action = cam nesaf
thing-expertise = arbenigedd
thing-service = gwasanaeth
thing-obstacle = rhwystr
thing-sharing = yr hyn a gafodd ei rannu
thing-attachment = llun neu nodyn llais
thing-plan = ein cynllun
thing-team = y tîm
thing-member = aelod
thing-agency = sefydliad
thing-unit-cost = cost
thing-failure-cause = rheswm
thing-obstacle-kind = math o rwystr
thing-line = llinell

# Somebody's name or "Chi" comes first, so that one sentence is right for both.
told-began = { $who } wedi dechrau'r cofnod hwn
told-added = { $who } wedi ychwanegu { $thing }
told-planned = { $who } wedi trefnu ymweliad
told-removed = { $who } wedi tynnu { $thing }
told-restored = { $who } wedi rhoi { $thing } yn ôl
told-set = { $who } wedi llenwi “{ $field }”
told-sorted = { $who } wedi nodi eu bod nhw'n dweud bod hyn wedi'i ddatrys
told-changed = { $who } wedi newid “{ $field }”
told-cleared = { $who } wedi gwagio “{ $field }”
told-chose = { $who } wedi dewis un o ddau ar gyfer “{ $field }”
told-both-again = { $who } wedi agor y dewis eto: “{ $field }”
told-wrote = { $who } wedi ysgrifennu yn “{ $field }”
told-included = { $who } wedi ychwanegu at “{ $field }”
told-excluded = { $who } wedi tynnu o “{ $field }”
told-undid = { $said } (wedi'i ddadwneud)
told-of = { $name } ({ $thing })
told-was = O'r blaen: { $was }
told-was-is = { $was } → { $is }
told-came = Ysgrifennwyd:
told-went = Tynnwyd:
told-field-visit-done = Digwyddodd yr ymweliad
told-field-visit-people = Pwy oedd yno
told-field-visit-members = Pwy ohonon ni oedd yno

## New since one looked

news-since = Ers i chi edrych ({ $when }):
news-more = … a mwy
news-open = Gweld beth ddigwyddodd
news-away = Iawn, wedi'i weld
news-mark-new = Newydd: { $who }, { $when }
news-mark-changed = Wedi newid: { $who }, { $when }
news-wrote = { $who } wedi ysgrifennu, { $when }: “{ $words }”
news-took-out = { $who } wedi tynnu geiriau, { $when }.
