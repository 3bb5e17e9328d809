### What the team learns. Plain words: no marks for anybody, nothing to be reached by a day.
### Numbers come as text here, some of them left out, so sentences say "what: number" where Welsh
### would change a word behind a number.

place-learning = Dysgu
learning-lead = Beth mae'r tîm yn ei weld wrth edrych yn ôl. Mae'n sôn am sut mae'r gwaith yn mynd, byth am un gweithiwr.
learning-nothing = Does dim byd i edrych yn ôl arno eto. Mae'n dod o'r hyn rydych chi'n ei ysgrifennu.
learning-first-demand = Bob tro mae rhywun yn gofyn am rywbeth: ysgrifennwch y diwrnod a'u hunion eiriau.
learning-first-visit = Cofnodwch eich ymweliadau.
learning-first-action = Ysgrifennwch pwy sy'n gwneud beth nesaf, a sut y daeth i ben.
learning-first-service = Gofynnwch pa wasanaethau gawson nhw yn y flwyddyn cyn i chi ddod, ac ysgrifennwch y rheini.
learning-record = Cofnodi ymweliad
learning-period = Pa mor bell yn ôl
learning-period-three = Y 3 mis diwethaf
learning-period-twelve = Y 12 mis diwethaf
learning-period-all = Y cyfan
learning-period-own = O un diwrnod i'r llall
learning-from = O
learning-until = Tan
learning-day-hint = Er enghraifft: 1 ion 2026. Mae gwag yn agored.
learning-everywhere = Pobman
learning-over = { $from } hyd { $until } · { $place }
learning-over-all = Hyd { $until } · { $place }
learning-numbers = Y rhifau
learning-means = Beth mae hyn yn ei olygu
learning-left-out = heb ei ddangos
learning-too-few = Llai na phum aelwyd sydd ag unrhyw beth yma yn yr amser hwn. Byddai'n sôn amdanyn nhw, felly dydy hyn ddim yn cael ei ddangos.
learning-not-said = Heb ei ddweud
learning-all = Pob un
learning-times = Sawl gwaith
learning-kind = Math
learning-month = Mis
learning-week = Wythnos yn dechrau
learning-week-running = { $day } (heb orffen eto)

## Pictures

# Short: it stands in a narrow edge beside the chart.
chart-mean = cymedr { $number }
chart-upper = uchaf { $number }
chart-lower = isaf { $number }
chart-few = Nifer y gwerthoedd: { $count }. Mae angen chwech neu fwy i gael terfynau.
chart-says = Nifer y gwerthoedd: { $count }. Y cymedr (y cyfartaledd) yw { $mean }. Y terfynau: { $lower } i { $upper }. Mae bron pob un rhyngddyn nhw tra nad oes dim yn newid. Y tu allan: { $outside }. Mewn rhes o wyth neu fwy ar un ochr i'r cymedr: { $run }.
chart-left-out = Does dim siart yma: mae rhai o'r rhifau heb eu dangos, a byddai bwlch yn edrych fel dim.
chart-key-outside = Y tu allan i'r terfynau: roedd rhywbeth yn wahanol. Gofynnwch beth.
chart-key-run = Wyth neu fwy yn olynol ar un ochr i'r cymedr: mae rhywbeth wedi newid. Gofynnwch beth.

## Demand

learning-demand = Beth mae pobl wedi gofyn amdano
learning-demand-title = Beth mae pobl wedi gofyn amdano, fesul wythnos
learning-demand-title-month = Beth mae pobl wedi gofyn amdano, fesul mis
learning-demand-says-all = Un golofn i bob wythnos neu fis. Dydy'r rhannau ddim yn cael eu dangos, am fod rhai ohonyn nhw o dan bump. Mae'r rhifau yn y tabl isod.
learning-demand-says = Un golofn i bob wythnos. Mae tair rhan i bob un. Mae'r rhifau yn y tabl isod.
learning-demand-none = Ofynnodd neb am ddim byd yn yr amser hwn. Bob tro mae rhywun yn gofyn, ysgrifennwch y diwrnod a'u hunion eiriau.
learning-demand-said = Sawl gwaith y gofynnon nhw: { $all }. Dyma pam rydyn ni yma: { $value }. Roedd rhywbeth wedi mynd o'i le o'r blaen: { $failure }. Ddim yn glir eto: { $unclear }. Gofyn eto am yr un peth: { $repeats }.
learning-demand-means = “Dyma pam rydyn ni yma” yw'r hyn mae'r tîm yno i'w wneud (galw gwerth). “Roedd rhywbeth wedi mynd o'i le o'r blaen” yw'r hyn mae pobl yn gofyn amdano am fod rhywbeth heb ei wneud, neu heb ei wneud yn iawn, gan unrhyw un (galw methiant). Chi sy'n penderfynu pa un, a hynny wedyn, byth wrth y drws. Mae wythnos yn dechrau ar ddydd Llun, ac mae wythnosau sy'n dechrau yn yr amser hwn yn cyfrif. Lle nad oes diwrnod wedi'i ysgrifennu, y diwrnod y cafodd y llinell ei hychwanegu sy'n cyfrif. Mae siart yr wythnosau yn gadael allan yr wythnos sydd heb orffen. Ei derfynau yw'r cymedr, a 2.66 gwaith cymedr y cam o un wythnos i'r nesaf, ar y ddwy ochr iddo.
learning-value = Dyma pam rydyn ni yma
learning-failure = Roedd rhywbeth wedi mynd o'i le o'r blaen
learning-unclear = Ddim yn glir eto
learning-month-title = Sawl gwaith y mis, a beth sydd ddim ond mynd i fyny ac i lawr
learning-month-part = { $month } (rhan o'r mis)
learning-week-title = Sawl gwaith yr wythnos, a beth sydd ddim ond mynd i fyny ac i lawr
learning-causes = Beth oedd wedi mynd o'i le, yr amlaf yn gyntaf
learning-cause = Rheswm

## Sorted

learning-sorted = Faint o amser nes iddyn nhw ddweud bod hyn wedi'i ddatrys
learning-sorted-title = Dyddiau o'r gofyn cyntaf hyd at “mae hyn wedi'i ddatrys”, un ar ôl y llall
learning-sorted-none = Ddywedodd neb fod dim byd wedi'i ddatrys yn yr amser hwn. Pan fydd aelwyd yn dweud “mae hyn wedi'i ddatrys”, ysgrifennwch y diwrnod wrth ochr yr hyn y gofynnon nhw amdano.
learning-sorted-said = Wedi'u datrys: { $count }. Dyddiau ar gyfartaledd: { $mean }. Os nad oes dim yn newid, bydd bron pob un yn cymryd { $lower } i { $upper } o ddyddiau.
learning-sorted-few = Wedi'u datrys: { $count }. Mae angen chwech neu fwy i weld sut mae'n mynd.
learning-sorted-means = Y dyddiau o'r tro cyntaf y gofynnodd aelwyd nes iddi ddweud ei hun fod hyn wedi'i ddatrys. Mae pob gofyn eto am yr un peth yn un stori, o'i diwrnod cyntaf. Dim ond os yw'r gofyn olaf wedi'i ddatrys hefyd mae stori'n cyfrif. Mae'r 100 diweddaraf yn y siart. Ei derfynau yw'r cymedr, a 2.66 gwaith cymedr y cam o un i'r nesaf, ar y ddwy ochr iddo. Mae gwerth y tu allan, neu wyth yn olynol ar un ochr i'r cymedr, yn dweud bod rhywbeth wedi newid. Mae'r gweddill yn mynd i fyny ac i lawr fel y mae pethau.
learning-sorted-months = Wedi'u datrys, fesul mis
learning-sorted-on = Datryswyd ar
learning-stories = Wedi'u datrys
learning-mean-days = Dyddiau ar gyfartaledd
learning-days = Dyddiau

## Actions

learning-actions = Pwy sy'n gwneud beth nesaf
learning-actions-title = Pwy sy'n ei wneud, fesul mis
learning-actions-says = Un golofn i bob mis. Mae pob un yn dangos beth mae pobl a'r rhai o'u cwmpas yn ei wneud, beth rydyn ni ac arbenigwyr yn ei wneud, a lle na ddywedodd neb. Mae'r rhifau yn y tabl isod.
learning-actions-none = Chafodd dim byd ei gytuno yn yr amser hwn. Pan fyddwch chi'n cytuno beth sy'n digwydd nesaf, ysgrifennwch pwy sy'n ei wneud.
learning-actions-said = Pethau a gafodd eu cytuno: { $all }. Pobl, teuluoedd a'r gymuned sy'n gwneud: { $own }. Pethau maen nhw'n gallu eu gwneud drostyn nhw'u hunain nawr: { $now }.
learning-actions-means = Mae pob peth a gafodd ei gytuno yn cyfrif unwaith, yn y mis y cafodd ei gytuno, fel y mae nawr. Mae misoedd sy'n dechrau yn yr amser hwn yn cyfrif. Mae “Yn gallu nawr” yn cyfrif y rhai lle ysgrifennodd rhywun beth mae pobl yn gallu ei wneud drostyn nhw'u hunain nawr.
learning-actions-own = Nhw a'r bobl o'u cwmpas
learning-actions-ours = Ni neu arbenigwr
learning-actions-ends = Pwy sy'n ei wneud, a sut y daeth i ben
learning-who = Pwy
learning-open = Ar agor
learning-can-do-now = Beth mae pobl yn gallu ei wneud drostyn nhw'u hunain nawr
learning-can-do-now-short = Yn gallu nawr

## Expertise

learning-expertise = Galw i mewn, neu drosglwyddo
learning-expertise-title = Galw i mewn a throsglwyddo, fesul mis
learning-expertise-says = Un golofn i bob mis. Mae pob un yn dangos arbenigedd a gafodd ei alw i mewn, a throsglwyddo. Mae'r rhifau yn y tabl isod.
learning-expertise-none = Chafodd neb ei alw i mewn a chafodd dim byd ei drosglwyddo yn yr amser hwn.
learning-expertise-said = Galw i mewn: { $pulled }. Trosglwyddo: { $handed }.
learning-expertise-ratio = Galw i mewn: { $pulled }. Trosglwyddo: { $handed }. Galw i mewn am bob trosglwyddo: { $ratio }.
learning-expertise-means = Galw i mewn: daeth rhywun sy'n gwybod mwy at yr aelwyd, ac arhoson ni. Trosglwyddo: cafodd yr aelwyd ei hanfon ymlaen at rywun arall. Mae pob un yn cyfrif unwaith, ym mis ei ddiwrnod.
learning-pulled-in = Galw i mewn
learning-handed-off = Trosglwyddo

## Services

learning-services = Pa wasanaethau gawson nhw, cyn i ni ddod ac wedyn
learning-services-title = Defnydd mewn mis gan bob aelwyd, o'r ymweliad cyntaf
learning-services-says = Un golofn i bob mis, deuddeg cyn mis yr ymweliad cyntaf a hyd at ddeuddeg wedyn. Mae'r rhifau yn y tabl isod.
learning-services-title-all = Defnydd mewn mis gan yr holl aelwydydd hyn, o'r ymweliad cyntaf
learning-services-says-all = Un golofn i bob mis, cyn mis yr ymweliad cyntaf ac wedyn. Dydyn ni ddim yn nabod pob aelwyd ers yr un faint o amser: mae'r colofnau olaf yn dangos llai ohonyn nhw. Mae'r rhifau yn y tabl isod.
learning-services-none = Does dim gwasanaethau wedi'u hysgrifennu ar gyfer aelwydydd a gafodd eu hymweliad cyntaf yn yr amser hwn. Gofynnwch pa wasanaethau gawson nhw yn y flwyddyn gynt, ac ysgrifennwch ers pryd, sawl gwaith, a chost un.
learning-services-left-out = Mae llai na phum aelwyd yma, felly dydy hyn ddim yn cael ei ddangos.
learning-services-said = Nifer yr aelwydydd: { $households }. Defnydd pob aelwyd o wasanaethau mewn mis, cyn yr ymweliad cyntaf: { $before }, am { $costbefore }. Ers hynny: { $since }, am { $costsince }.
learning-services-sure = Rydyn ni'n gwybod { $part } % o hyn o gofnodion. Cawson ni glywed y gweddill, neu rydyn ni'n dyfalu.
learning-services-means = Aelwydydd a gafodd eu hymweliad cyntaf yn yr amser hwn, ac sydd ag o leiaf un gwasanaeth wedi'i ysgrifennu. “Cyn” yw'r deuddeg mis cyn mis yr ymweliad cyntaf. “Wedyn” yw'r misoedd ar ei ôl sydd wedi gorffen, deuddeg ar y mwyaf, nes i'r aelwyd gau. Dydy mis yr ymweliad cyntaf ei hun ddim yn cyfrif. Mae gwasanaeth dros sawl mis yn cyfrif ym mhob mis yn ôl ei ddyddiau. Y costau yw'r rhai a ysgrifennodd rhywun.
learning-services-uses-all = Defnydd mewn mis gan yr holl aelwydydd
learning-services-uses = Defnydd mewn mis gan bob aelwyd
learning-services-kinds = Yn ôl math, mewn mis i bob aelwyd
learning-services-sureness = Yn ôl pa mor siŵr ydyn ni, mewn mis i bob aelwyd
learning-services-months = Fesul mis, pob aelwyd gyda'i gilydd
learning-sureness = Pa mor siŵr
learning-month-before = { $month } cyn
learning-month-since = { $month } wedyn
learning-no-months = ddim yn hysbys eto
learning-uses = Defnydd
learning-cost = Cost
learning-households = Aelwydydd
learning-uses-before = Defnydd cyn
learning-cost-before = Cost cyn
learning-uses-since = Defnydd wedyn
learning-cost-since = Cost wedyn

## In the way

learning-obstacles = Beth sydd yn y ffordd amlaf
learning-obstacles-none = Doedd dim byd yn y ffordd yn yr amser hwn, neu ysgrifennodd neb hynny. Yma mae lle i'r hyn sy'n eich rhwystro rhag gwneud y peth iawn: rheol, cyllideb, cyfrifiadur, neb sy'n cael penderfynu.
learning-obstacles-left-out = Doedd dim byd yn y ffordd bum gwaith neu fwy.
learning-obstacles-said = Amlaf: { $name }. Sawl gwaith: { $count }.
learning-obstacles-means = Mae pob peth a'n rhwystrodd rhag gwneud y peth iawn yn cyfrif unwaith, ym mis ei ddiwrnod. “O hyd” yw'r rhai sydd ddim allan o'r ffordd.
learning-still = O hyd

## Taking it along

learning-take-along = Mynd â'r rhifau gyda chi
learning-take-along-says = Mae rhifau o dan bump yn aros ar y ddyfais hon, a hefyd enwau a geiriau pawb.
learning-meeting = Tudalen ar gyfer cyfarfod
learning-export = Cadw'r rhifau
learning-unread = Yn gyntaf, cywirwch y diwrnod uchod: does dim modd ei ddarllen.
learning-saved = Wedi cadw fel { $name }.
learning-file = dysgu
learning-file-practice = dysgu-tîm-ymarfer
meeting-heading = Beth ddysgodd { $team }
meeting-practice = Tîm ymarfer: mae'r rhifau hyn yn sôn am bobl ddychmygol.
meeting-print = Argraffu'r dudalen hon
meeting-left-out = Dydy rhifau o un i bedwar ddim yn cael eu dangos, na rhai eraill, fel na all neb eu gweithio allan. Dydy'r hyn sy'n sôn am lai na phum aelwyd ddim yn cael ei ddangos chwaith, na'r wythnos sydd heb orffen.
