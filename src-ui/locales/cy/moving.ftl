### A household moves from one team to another, with its history.

## On the household's page

open-move = Symud i dîm arall
household-moving = Mae'r aelwyd hon ar ei ffordd i { $team }. Fydd yr hyn sy'n cael ei ysgrifennu yma o hyn ymlaen ddim yn mynd gyda hi.
household-moved = Symudodd i { $team } ar { $day }.
household-moving-go = Gweld sut mae'r symud yn mynd
household-came-from = Daeth o { $team }.
visit-of-before = Hefyd yno, o'r tîm blaenorol: { $names }

## Fields that moving writes; told in what happened, and in copies

field-about-moved-from = Y tîm y daeth ohono
field-about-moving-to = Y tîm y mae'n symud iddo
field-about-moved-on = Y diwrnod pan oedd gan y tîm hwnnw

## Moving it

move-heading = Symud { $name } i dîm arall
move-lead = Rydych chi'n cadw ffeil ac yn ei rhoi i'r tîm arall. Pan fyddan nhw wedi cymryd yr aelwyd, byddan nhw'n dweud tri gair wrthoch chi. Does dim yn cael ei ddileu yma.
move-elsewhere = Mae'r aelwyd hon ar ei ffordd i { $team }, ond nid y ddyfais hon ysgrifennodd y ffeil ddiwethaf. Teipiwch eu geiriau ar y ddyfais a'i hysgrifennodd, neu cadwch ffeil newydd yma.
move-goes-heading = Beth sy'n mynd
move-joined = { $name }, sy'n cael ei dangos yn un â hi
move-history = Popeth a ddigwyddodd: pwy ysgrifennodd beth, a phryd
move-restricted = Dim ond rhai pobl sy'n gallu agor hon. Yn y tîm arall, dim ond y person sy'n ei chymryd fydd yn gallu, nes iddyn nhw ddweud pwy arall gaiff.
move-lacking-fetched = { $count ->
    [one] Dydy 1 llun neu nodyn llais ddim ar y ddyfais hon eto. Rydyn ni'n ei nôl nawr. Arhoswch nes iddo gyrraedd cyn cadw'r ffeil.
   *[other] Dydy { $count } o luniau a nodiadau llais ddim ar y ddyfais hon eto. Rydyn ni'n eu nôl nawr. Arhoswch nes iddyn nhw gyrraedd cyn cadw'r ffeil.
}
move-lacking = { $count ->
    [one] Dydy 1 llun neu nodyn llais ddim ar y ddyfais hon. Bydd ar goll o'r ffeil.
   *[other] Dydy { $count } o luniau a nodiadau llais ddim ar y ddyfais hon. Byddan nhw ar goll o'r ffeil.
}
move-save-heading = Cadw'r ffeil
move-save-says = Mae'r ffeil wedi'i chloi. Dim ond gyda chod y mae'n agor, a byddwch chi'n gweld y cod ar ôl ei chadw.
move-anew-heading = Cadw ffeil newydd
move-anew-says = Mae cod newydd gan ffeil newydd. Rhowch y ddau i'r tîm arall, a thaflwch yr hen ffeil.
move-to = I ba dîm y mae'n mynd?
move-to-hint = Fel rydych chi'n galw'r tîm hwnnw.
move-save = Cadw'r ffeil
move-save-anew = Cadw ffeil newydd
move-save-without = Ei chadw fel y mae
move-saving = Wrthi'n cadw …
move-saved = Mae'r ffeil wedi'i chadw.
# The file's name, without its ending. It says nothing about the people.
move-file = aelwyd-i-symud
move-code-heading = Y cod ar gyfer { $team }
move-written-at = Ar gyfer y ffeil a gafodd ei chadw { $when }
move-written-since = Mae rhywbeth wedi cael ei ysgrifennu am yr aelwyd hon ers hynny. Dydy e ddim yn y ffeil.
move-lacks = { $count ->
    [one] Dydy 1 llun neu nodyn llais ddim yn y ffeil.
   *[other] Dydy { $count } o luniau a nodiadau llais ddim yn y ffeil.
}
move-how-file = Rhowch y ffeil iddyn nhw ar gof bach, neu ei hanfon drwy e-bost.
move-how-code = Dywedwch y cod hwn wrthyn nhw dros y ffôn.
move-how-apart = Peidiwch byth ag anfon y ddau yr un ffordd. Mae pwy bynnag sydd â'r ffeil a'r cod yn gallu darllen popeth.
move-told-heading = Ydy hi yno?
move-words = Y tri gair maen nhw'n eu dweud wrthoch chi
move-words-hint = Maen nhw'n eu gweld pan fyddan nhw wedi cymryd yr aelwyd.
move-confirm = Mae hi yno
move-there-heading = Mae hi yno
move-there = Mae'r aelwyd hon gan { $team } ers { $day }.
move-stays = Yma mae hi wedi'i chau. Mae'r cofnod yn aros ar eich dyfeisiau nes i weinyddwr ei ddileu.
move-stop-heading = Ydy hi'n aros wedi'r cyfan?
move-stop = Dydy hi ddim yn symud wedi'r cyfan
move-stop-says = Wedyn fydd hi ddim yn dweud yma ei bod yn symud. Os y symud a'i caeodd, mae ar agor eto. Mae pwy bynnag sydd â'r ffeil a'i chod yn gallu ei hagor o hyd.
move-stop-yes = Ie, mae hi'n aros gyda ni
move-stopped = Mae hi'n aros gyda chi.

## Taking it over

take-over-open = Cymryd aelwyd oddi wrth dîm arall
take-over-heading = Cymryd aelwyd oddi wrth dîm arall
take-over-lead = Mae'r tîm arall yn rhoi ffeil i chi, ac yn dweud cod wrthoch chi. Byddwch chi'n gweld beth sydd ynddi cyn cymryd dim.
take-over-file-heading = Y ffeil
take-over-file = Wedi'i dewis: { $name }
take-over-choose = Dewis y ffeil
take-over-choose-other = Dewis ffeil arall
take-over-code-heading = Y cod
take-over-code = Y cod a ddywedon nhw wrthoch chi
take-over-look = Edrych beth sydd ynddi
take-over-looking = Wrthi'n edrych …
take-over-from = Oddi wrth { $team }, wedi'i chadw { $when }.
take-over-here = Rydych chi wedi cymryd yr aelwyd hon ar y ddyfais hon yn barod. Os gwnewch chi hynny eto, dim ond yr hyn sy'n newydd, a lluniau a nodiadau llais sydd ar goll, fydd yn dod.
take-over-open-it = Mynd i'r aelwyd
take-over-restricted = Dim ond rhai pobl oedd yn gallu agor hon. Pan fyddwch chi'n ei chymryd, dim ond chi fydd yn gallu, nes i chi ddweud pwy arall gaiff.
take-over-worker = Pwy fydd ei gweithiwr o hyn ymlaen?
take-over-nobody = Neb eto
take-over-do = Ei chymryd
take-over-again = Dod â'r hyn sydd ar goll
take-over-doing = Wrthi'n ei chymryd …
take-over-back = Yn ôl i'r ffeil a'r cod
taken-heading = Mae hi yma
taken-tell = Dywedwch y geiriau hyn wrth { $team }, er mwyn iddyn nhw wybod.
taken-only-here = Nes iddi gael ei hanfon, ar y ddyfais hon yn unig y mae hi, a gall y tîm arall ei dileu ar ôl clywed y geiriau. Felly edrychwch ar yr arwydd ar y brig yn gyntaf: mae'n dweud pan fydd popeth wedi'i anfon.
taken-again = Os oes angen y geiriau arnoch chi eto, cymerwch yr un ffeil unwaith eto. Byddwch chi'n cael yr un geiriau, a fydd dim yn dod ddwywaith.
taken-lacks = { $count ->
    [one] Doedd 1 llun neu nodyn llais ddim yn y ffeil. Gofynnwch i'r tîm arall am ffeil newydd os oes ei angen arnoch chi.
   *[other] Doedd { $count } o luniau a nodiadau llais ddim yn y ffeil. Gofynnwch i'r tîm arall am ffeil newydd os oes eu hangen arnoch chi.
}
taken-open = Mynd i'r aelwyd
taken-another = Cymryd aelwyd arall
