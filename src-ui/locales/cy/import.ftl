### Bringing in a list of households from a spreadsheet.

import-heading = Dod â rhestr i mewn
import-open = Dod â rhestr i mewn o daenlen
import-lead = Ydy eich aelwydydd mewn taenlen? Mae Doorstep yn dangos i chi yn gyntaf beth fyddai'n digwydd i bob rhes. Does dim byd yn newid nes i chi ddweud.
import-how = Cadwch eich taenlen fel CSV, yna dewiswch y ffeil honno yma. Dylai'r rhes gyntaf enwi'r colofnau. Mae Doorstep yn nabod y rhain, yn Gymraeg ac yn Saesneg:
import-how-names = Mae sawl rhes gyda'r un aelwyd a'r un cyfeiriad yn dod yn un aelwyd gyda'i holl bobl. Does dim angen dim byd ond enw.
import-choose = Dewis ffeil
import-choose-other = Dewis ffeil arall

## While it reads or writes

import-reading = Wrthi'n darllen y ffeil …
import-reading-rows =
    { $rows ->
        [one] 1 rhes wedi'i darllen
        [two] 2 res wedi'u darllen
       *[other] { $rows } rhes wedi'u darllen
    }
import-writing = Wrthi'n dod â nhw i mewn …
import-writing-count = { $made } o'r { $make } aelwyd i mewn
import-stop = Stopio
import-stopped = Wedi stopio. Mae { $made } o'r { $make } aelwyd i mewn. Gallwch chi fynd ymlaen gyda'r gweddill; does dim byd yn cael ei wneud ddwywaith.
import-go-on = Mynd ymlaen gyda'r gweddill

## What the columns hold

import-columns = Beth sydd ym mhob colofn
import-columns-hint = Newidiwch beth sydd ddim yn iawn, yna edrychwch eto.
import-column-example = er enghraifft: { $example }
import-column-none = Gadael y golofn hon allan
import-first-row = Mae'r rhes gyntaf yn enwi'r colofnau
import-name-after = Lle nad oes enw ar aelwyd, defnyddio cyfenw'r person
import-look-again = Edrych eto
import-no-names = Does dim enw mewn unrhyw golofn eto, felly all dim un rhes ddod i mewn. Dewiswch y golofn sydd ag enw'r aelwyd neu'r person.
import-read-as = Wedi'i ddarllen fel { $encoding }, gyda { $delimiter } rhwng y celloedd.
# These stand after "gyda", which changes their first letter.
import-between-comma = chomas
import-between-semicolon = hanner colonau
import-between-tab = thabiau

choice-import-field-household-name = Enw'r aelwyd
choice-import-field-address = Cyfeiriad
choice-import-field-locality = Ardal
choice-import-field-how-to-find = Sut i ddod o hyd iddyn nhw
choice-import-field-person-name = Enw llawn y person
choice-import-field-first-name = Enw cyntaf y person
choice-import-field-surname = Cyfenw'r person
choice-import-field-relation = Perthynas
choice-import-field-birth-year = Blwyddyn geni
choice-import-field-contact = Ffôn neu ebost
choice-import-field-preferred-language = Iaith
choice-import-field-named-worker = Gweithiwr
choice-import-field-first-met = Dyddiad cyfarfod cyntaf
choice-import-field-notes = Nodiadau

## What would happen, row by row

import-plan = Beth fyddai'n digwydd
import-plan-hint = Does dim byd wedi newid eto.
import-done = Beth ddigwyddodd
import-rows = Fesul rhes
import-count-make = { $count } aelwyd newydd
import-count-people =
    { $count ->
        [one] 1 person
       *[other] { $count } o bobl
    }
import-count-join =
    { $count ->
        [one] Mae 1 rhes arall yn ychwanegu at un ohonyn nhw
        [two] Mae 2 res arall yn ychwanegu atyn nhw
       *[other] Mae { $count } rhes arall yn ychwanegu atyn nhw
    }
import-count-same =
    { $count ->
        [one] Mae 1 rhes yn debyg i aelwyd sydd gennych chi. Mae'n cael llonydd
        [two] Mae 2 res yn debyg i aelwydydd sydd gennych chi. Maen nhw'n cael llonydd
       *[other] Mae { $count } rhes yn debyg i aelwydydd sydd gennych chi. Maen nhw'n cael llonydd
    }
import-count-aside =
    { $count ->
        [one] Mae 1 rhes wedi'i rhoi o'r neilltu, gyda'r rheswm
        [two] Mae 2 res wedi'u rhoi o'r neilltu, gyda'r rheswm
       *[other] Mae { $count } rhes wedi'u rhoi o'r neilltu, gyda'r rheswm
    }
import-count-empty =
    { $count ->
        [two] Mae 2 res yn wag
       *[other] Mae { $count } rhes yn wag
    }
import-count-names = Mae 1 rhes yn enwi'r colofnau
import-count-noted =
    { $count ->
        [two] Mae rhywbeth i edrych arno mewn 2 res
       *[other] Mae rhywbeth i edrych arno mewn { $count } rhes
    }
import-count-all =
    { $count ->
        [one] Dyna'r unig res yn y ffeil.
        [two] Dyna'r 2 res sydd yn y ffeil.
       *[other] Dyna'r { $count } rhes sydd yn y ffeil.
    }
import-run = Ychwanegu { $count } aelwyd
import-nothing-to-do = Does dim byd newydd i'w ychwanegu.
import-show = Dangos
import-show-all = Pob rhes
import-show-make = Aelwydydd newydd
import-show-join = Rhesi sy'n ychwanegu at un
import-show-same = Wedi cael llonydd
import-show-aside = O'r neilltu
import-rows-none = Dim rhesi o'r math hwn.
import-rows-next = Rhesi nesaf
import-rows-first = Yn ôl i'r cyntaf
import-row = Rhes { $row }
import-row-make = aelwyd newydd
import-row-made = wedi gwneud aelwyd newydd
import-row-join = yn ychwanegu at aelwyd rhes { $row }
import-row-joined = wedi ychwanegu at aelwyd rhes { $row }
import-row-same = yn debyg i un sydd gennych chi, wedi cael llonydd
import-row-aside = wedi'i rhoi o'r neilltu
import-row-people = Pobl: { $people }
import-row-open = Agor

choice-import-why-erased = Daeth i mewn o'r blaen, ac mae ei haelwyd wedi'i dileu am byth ers hynny.
choice-import-why-no-name = Does dim enw aelwyd nac enw person.
choice-import-why-day = Dydy hwn ddim yn ddiwrnod sydd wedi bod: { $detail }
choice-import-why-birth-year = Dydy hwn ddim yn flwyddyn geni â phedwar rhif: { $detail }
choice-import-why-letters = Doedd dim modd darllen rhai o'i llythrennau.
choice-import-why-signs = Mae arwyddion ynddi sydd ddim yn perthyn i destun.
choice-import-why-quote = Mae dyfynnod mewn lle na all fod un.
choice-import-why-open-quote = Mae dyfynnod wedi'i agor a heb ei gau.
choice-import-why-cut-off = Mae'r ffeil yn gorffen yng nghanol y rhes hon. Efallai fod rhan o'r ffeil ar goll.
choice-import-why-too-many-cells = Mae mwy o gelloedd ynddi nag sydd o golofnau, felly efallai eu bod wedi cymysgu.
choice-import-why-row-too-long = Mae'n rhy hir i fod yn rhes mewn rhestr.
choice-import-why-cell-too-long = Mae un o'i chelloedd yn rhy hir: { $detail }
choice-import-why-too-many-rows = Mae gan ei haelwyd fwy na { $detail } o resi.
choice-import-why-not-written = Doedd dim modd ysgrifennu'r aelwyd hon.

choice-import-note-near = Efallai fod yr aelwyd hon gennych chi o dan enw neu gyfeiriad arall. Mae'n cael ei gwneud beth bynnag.
choice-import-note-few-cells = Mae llai o gelloedd ynddi nag sydd o golofnau. Mae'r rhai ar y diwedd yn cael eu cymryd yn wag.
choice-import-note-named-after-person = Mae'r aelwyd yn cael ei henwi ar ôl y person.
choice-import-note-no-address = Dim ond yr enw sy'n dweud mai'r un aelwyd yw hi.
choice-import-note-worker-unknown = Does neb yn y tîm â'r enw hwn. Mae enw'r gweithiwr yn cael ei gadw gyda'r hanes.
choice-import-note-more-workers = Mae gweithiwr arall wedi'i enwi hefyd. Mae'r ail yn cael ei gadw fel ail weithiwr, ac unrhyw un arall gyda'r hanes.
choice-import-note-taken-before = Daeth y rhes hon i mewn o'r blaen.

## The report

import-report = Cadw beth ddigwyddodd i bob rhes
import-report-aside = Cadw'r rhesi sydd o'r neilltu
import-report-hint = Cywirwch y rhesi yn y ffeil sydd wedi'i chadw, yna dewch â'r ffeil honno i mewn.
import-report-saved =
    { $rows ->
        [two] Wedi cadw: 2 res.
       *[other] Wedi cadw: { $rows } rhes.
    }
import-report-name = beth-ddigwyddodd.csv
import-report-aside-name = rhesi-heb-ddod-i-mewn.csv
import-report-row = Rhes yn y rhestr
import-report-outcome = Beth ddigwyddodd
import-report-why = Pam
import-report-word-make = heb ddod i mewn eto
import-report-word-made = wedi'i gwneud
import-report-word-join = heb ddod i mewn eto
import-report-word-joined = wedi'i hychwanegu
import-report-word-same = wedi cael llonydd
import-report-word-aside = wedi'i rhoi o'r neilltu
import-finish = Cau'r rhestr hon
import-forget = Rhoi'r rhestr hon o'r neilltu
