### Planning visits, what was asked for, safety, closing, the team's own lists.

## Planning a visit

plan-visit = Trefnu ymweliad
planning-heading = Trefnu ymweliad: { $name }
plan-choose-heading = Pwy fyddwch chi'n ymweld â nhw?
plan-choose-add = Ychwanegu “{ $name }” a threfnu ymweliad
plan-soon = Diwrnod cyn bo hir
plan-in-days =
    { $days ->
        [1] Yfory
        [7] Ymhen wythnos
        [14] Ymhen pythefnos
        [28] Ymhen pedair wythnos
        [two] Ymhen 2 ddiwrnod
       *[other] Ymhen { $days } diwrnod
    }
plan-day = Pa ddiwrnod?
plan-time = Faint o'r gloch?
plan-who = Pwy sy'n mynd?
planning-save = Trefnu'r ymweliad hwn
plan-open = Trefnu'r ymweliad nesaf
# The words for today and tomorrow come in as day-today and day-tomorrow say them, so the keys here
# are the Welsh words.
plan-done =
    { $day ->
        [heddiw] Mae ymweliad wedi'i drefnu ar gyfer heddiw.
        [yfory] Mae ymweliad wedi'i drefnu ar gyfer yfory.
       *[other] Mae ymweliad wedi'i drefnu ar gyfer { $day }.
    }
plan-next = Ymweliad nesaf: { $day }
prompt-next = Pryd byddwn ni'n cwrdd nesaf?
visit-met = Wedi cwrdd: nodi'r ymweliad nawr
visit-met-short = Wedi cwrdd
visit-is-met = Digwyddodd yr ymweliad.
visit-kept = Mae'r ymweliad wedi'i nodi.
visit-move = Diwrnod arall
visit-off = Fydd hwn ddim yn digwydd
this-was-it = Hwn oedd e
visit-was-planned = Roedd wedi'i drefnu ar gyfer { $day }, heb ei nodi eto

## Adding from under the thumb

quick-add = Ychwanegu at yr ymweliad hwn
quick-strength = Cryfder
quick-worry = Pryder
quick-action = Cam nesaf
quick-demand = Gofynnon nhw

## Going somewhere by keyboard

palette-name = Mynd i aelwyd neu le, neu ddechrau rhywbeth
palette-hint = Teipiwch enw, neu beth rydych chi am ei wneud
palette-nothing = Dim canlyniadau. Rhowch gynnig ar lai o lythrennau.
palette-begin = Dechrau
palette-place = Mynd yno
palette-household = Aelwyd
keys-palette = Mynd i unrhyw le, neu ddechrau rhywbeth

## Home

# "Ymweliad" has one form after every number.
home-others = Eraill yn y tîm ({ $count })
home-more-before = Dangos y lleill ({ $count })
home-before = Yn dal ar agor o'r blaen
home-coming = Yr wythnos i ddod
home-coming-empty = Does gennych chi ddim ymweliadau wedi'u trefnu ar gyfer yr wythnos i ddod.
home-was-for = roedd ar gyfer { $day }
home-met = Wedi cwrdd: { $name }
home-safety = Darllenwch cyn curo
look-asked-for =
    { $count ->
        [one] 1 peth y gofynnodd pobl amdano
        [two] 2 beth y gofynnodd pobl amdanyn nhw
        [few] 3 pheth y gofynnodd pobl amdanyn nhw
        [many] 6 pheth y gofynnodd pobl amdanyn nhw
       *[other] { $count } peth y gofynnodd pobl amdanyn nhw
    }
look-safety-both-changed = Newidiodd dau berson yr un peth mewn nodyn diogelwch
look-wrote-in-removed = Ysgrifennodd rhywun arall yn y tîm mewn rhywbeth a gafodd ei dynnu. Mae i'w weld o dan “Beth ddigwyddodd”.
look-safety = Roedd angen edrych eto ar nodyn diogelwch erbyn { $day }

## What people asked for

asked-heading = Heb edrych arnyn nhw gyda'n gilydd eto
asked-lead = Darllenwch yr union eiriau yn uchel. Am beth roedden nhw'n gofyn? Does dim brys: mae “ddim yn glir eto” yn ateb hefyd.
asked-count =
    { $count ->
        [0] Rydyn ni wedi edrych ar y cyfan.
        [one] 1 i siarad amdano
       *[other] { $count } i siarad amdanyn nhw
    }
asked-more = Dangos { $count } arall
asked-look = Edrych arno gyda'n gilydd
asked-look-at = Edrych arno gyda'n gilydd: { $what }
asked-not-yet-clear = Ddim yn glir y tro diwethaf
asked-later = Edrych arno gyda'n gilydd, wedyn
asked-what-kind = Pa fath o ofyn oedd hwn?
explain-class-value = Rydyn ni am helpu gyda hyn.
explain-class-failure = Roedd rhaid iddyn nhw ofyn am fod rhywbeth heb ei wneud, neu heb ei wneud yn iawn, gan unrhyw un.
explain-class-not-yet-clear = Byddwn ni'n gwybod mwy ar ôl ymweliad.
asked-before = Gofynnon nhw hyn o'r blaen: { $earlier }
demand-sorted = Maen nhw'n dweud bod hyn wedi'i ddatrys
mark-sorted = Maen nhw'n dweud bod hyn wedi'i ddatrys: { $what }
demand-is-sorted = Maen nhw'n dweud bod hyn wedi'i ddatrys.
action-is-done = Wedi nodi ei fod wedi'i wneud.

## People

agreement-not-asked = Dydyn ni ddim wedi gofyn eto a ydyn nhw'n cytuno i ni helpu.
agreement-said-to = dywedwyd wrth { $who }
in-their-words = “{ $words }”
best-way = gorau: { $way }
can-do-now = Nawr maen nhw'n gallu: { $words }

## What services cost

cost-filled = Mae'r gost wedi'i llenwi o restr y tîm: { $cost }.
cost-comes-to =
    { $count ->
        [one] unwaith, { $total }
        [two] 2 waith { $each }: cyfanswm { $total }
       *[other] { $count } gwaith { $each }: cyfanswm { $total }
    }

## What was shared, explained

explain-basis-public-task = Mae gan ein sefydliad y gwaith hwn o dan y gyfraith, ac mae angen rhannu i'w wneud.
explain-basis-legal-obligation = Mae cyfraith yn dweud wrthon ni am rannu hyn. Does dim dewis.
explain-basis-vital-interests = Gallai rhywun farw neu gael ei anafu'n ddrwg pe na bydden ni'n rhannu.
explain-basis-legitimate-interests = Mae rheswm da, roedd angen rhannu, a dydy hynny ddim yn gwneud niwed iddyn nhw.
explain-basis-consent = Roedden nhw'n gallu dweud na, ac maen nhw'n gallu newid eu meddwl o hyd.
explain-basis-contract = Mae ganddyn nhw gytundeb gyda ni, a does dim modd ei gadw heb hyn.
explain-condition-health-or-social-care = Mae angen i rywun sy'n gofalu amdanyn nhw wybod hyn.
explain-condition-safeguarding = Mae angen cadw plentyn neu oedolyn sydd mewn perygl yn ddiogel, a doedd gofyn yn gyntaf ddim yn bosibl neu ddim yn ddiogel.
explain-condition-vital-interests = Gallai rhywun farw, a doedd dim modd gofyn iddyn nhw.
explain-condition-explicit-consent = Dywedon nhw mewn geiriau clir beth y gallwn ni ei rannu a gyda phwy.
explain-condition-public-interest = Mae'r gyfraith yn enwi'r rheswm hwn. Ysgrifennwch pa un o dan “pam”.
explain-condition-nothing-sensitive = Dim byd am iechyd, cred, o ble maen nhw'n dod, na phwy maen nhw'n ei garu.

## Safety

part-safety = Diogelwch
part-one-safety = Nodyn diogelwch
add-safety = Ychwanegu nodyn diogelwch
empty-safety = Dim nodyn diogelwch. Ychwanegwch un dim ond os digwyddodd rhywbeth y mae'n rhaid i'r person nesaf wrth y drws ei wybod.
safety-before = Cyn i chi guro
safety-unreadable = Mae yna nodyn diogelwch nad oes modd ei ddarllen yma. Gofynnwch i rywun arall yn y tîm cyn i chi ymweld.
safety-on-the-way = Mae rhai cofnodion yn dal ar eu ffordd i'r ddyfais hon. Gall fod nodyn diogelwch yn eu plith. Gofynnwch i rywun arall yn y tîm cyn i chi ymweld.
safety-happened = digwyddodd { $day }
safety-approved = cymeradwywyd gan { $who }
safety-not-approved = does neb wedi'i gymeradwyo eto
safety-review = i edrych arno eto erbyn { $day }
safety-overdue = Roedd angen edrych ar hwn eto erbyn { $day }. Oes ei angen o hyd?
safety-still-needed = Ei angen o hyd: tri mis arall
safety-kept = Mae'r nodyn diogelwch yn aros am dri mis arall.
safety-take-down = Ei dynnu i lawr
safety-taken-down = Mae'r nodyn diogelwch wedi'i dynnu i lawr.
safety-lifted = Tynnwyd i lawr { $day }
safety-put-up = Ei roi i fyny eto
safety-is-up = Mae'r nodyn diogelwch i fyny eto.
safety-save = Rhoi'r nodyn hwn i fyny
safety-added = Mae'r nodyn diogelwch i fyny.
field-safety-what = Beth mae'n rhaid i'r person nesaf wrth y drws ei wybod?
hint-safety-what = Beth ddigwyddodd, a beth i'w wneud am y peth. Ffeithiau'n unig, dim byd na fydden ni'n ei ddweud yn eu hwyneb.
field-safety-incident-on = Pryd digwyddodd hyn?
field-safety-approved-by = Pwy ohonon ni gymeradwyodd y nodyn hwn?
field-safety-review-on = Edrych arno eto erbyn

## Closing

household-closed = Caeodd ar { $day }
household-reopen = Ei hagor eto
household-open-again = Mae'r aelwyd ar agor eto.
household-is-closed = Mae'r aelwyd wedi cau.
closing-heading = Pan fyddwn ni wedi gorffen
closing-says = Caewch hi pan fydd y bobl yma'n dweud eu bod yn gallu mynd ymlaen hebddon ni. Mae popeth yn aros, a gallwch chi ei hagor eto.
closing-do = Cau'r aelwyd hon

## The team's own lists

field-member-role = Beth maen nhw'n ei wneud yn y tîm
hint-member-role = I ni gael gwybod. Mae hawliau dyfais yn cael eu gosod pan fydd hi'n cael dod i mewn.
choice-member-role-worker = Yn ymweld ag aelwydydd
choice-member-role-lead = Yn arwain, ac yn gofalu am restri'r tîm
choice-member-role-admin = Yn gofalu am ddyfeisiau'r tîm
about-agency = Pwy rydyn ni'n eu galw i mewn, a gwasanaethau pwy mae pobl wedi'u cael.
about-failure-cause = Beth na chafodd ei wneud, neu ei wneud yn iawn, fel bod rhaid i rywun ofyn.
about-obstacle-kind = Beth sy'n ein rhwystro rhag gwneud y peth iawn.
about-unit-cost = Mae'n cael ei lenwi pan fyddwch chi'n nodi gwasanaeth. Dywedwch o ble mae'r rhif yn dod, ac ar gyfer pa flwyddyn.
offers-lead = Mae rhai timau yn dechrau gyda'r rhain. Pwyswch un i'w ychwanegu.
offer-added = Wedi ychwanegu: { $what }
offers-agency = Tîm tai'r cyngor; Y feddygfa; Yr ysbyty; Y Ganolfan Byd Gwaith; Yr ysgol; Gofal cymdeithasol; Yr heddlu; Y gwasanaeth ambiwlans; Banc bwyd; Cymdeithas dai
offers-failure-cause = Chlywon nhw ddim yn ôl gan neb; Doedd y llythyr ddim yn gwneud synnwyr; Cawson nhw eu hanfon o un i'r llall; Cymerodd ormod o amser; Cafodd ei wneud, ond ddim yn iawn; Roedd rheol yn dweud na; Ofynnodd neb beth oedd yn digwydd go iawn; Roedd rhaid iddyn nhw ddweud y cyfan eto
offers-obstacle-kind = Rheol; Cyllideb; Rhif rydyn ni'n cael ein mesur wrtho; Cyfrifiadur neu ffurflen; Doedden ni ddim yn cael penderfynu; Doedd gan neb yr amser; Doedden ni ddim yn gwybod pwy i ofyn iddo
