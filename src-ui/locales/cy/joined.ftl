### What may be there already, and households that are one.

## While adding

alike-heading = Ai un o'r rhain yw hi?
alike-person-heading = Mae rhywun o'r enw hwn mewn aelwyd arall
alike-name = Mae'r enw bron yr un fath.
alike-address = Mae'r cyfeiriad yr un fath.
alike-person = Mae { $words } yno.
alike-name-and-address = Mae'r cyfeiriad yr un fath, ac enw hefyd: { $words }.
households-address = Ble maen nhw'n byw?
households-address-hint = Os ydych chi'n gwybod. Mae'n help i weld a ydyn nhw yma'n barod.

## Found

found-in-visit = Mewn ymweliad
found-in-visit-of = Yn ymweliad { $day }
found-in-about = Yn y manylion
found-in-matters = Yn yr hyn sy'n bwysig
found-in-person = Am berson
found-in-demand = Yn yr hyn y gofynnon nhw amdano
found-in-strength = Mewn cryfder
found-in-worry = Mewn pryder
found-in-action = Yn y camau nesaf
found-in-expertise = Mewn arbenigedd
found-in-service = Mewn gwasanaeth
found-in-obstacle = Yn yr hyn sydd yn y ffordd
found-in-sharing = Yn yr hyn a gafodd ei rannu
found-in-attachment = Mewn llun neu nodyn llais
found-in-plan = Yn eu cynllun
found-open-visit = Agor yr ymweliad

## The same household

same-open = Yr un aelwyd yw hon â …
same-heading = { $name }: yr un aelwyd â …
same-intro = Ydy'r aelwyd hon wedi'i hysgrifennu ddwywaith? Dewch o hyd i'r llall. Does dim byd yn cael ei uno cyn i chi weld y ddwy.
same-search = Dod o hyd i'r aelwyd arall
same-alike = Gallai fod yn un o'r rhain
same-both = Ai un aelwyd yw'r ddwy hyn?
same-none = Dim byd wedi'i ysgrifennu.
same-last-visits = Ymweliadau diwethaf
same-more-visits = { $count } arall hefyd
same-keep = Enw pa un sy'n aros?
same-keep-hint = Mae'r enw arall yn cael ei gadw wrth ei ochr. Gallwch chi ddod o hyd i'r aelwyd drwy'r ddau.
same-closed = { $name } (wedi cau)
same-what-happens = Mae holl ymweliadau a llinellau'r ddwy yn cael eu dangos gyda'i gilydd. Does dim byd yn cael ei gopïo, a does dim byd yn cael ei golli. Gallwch chi eu gwahanu eto unrhyw bryd.
same-join = Ie, uno'r ddwy
same-other = Na, chwilio am un arall

## A joined household

joined-done = Un aelwyd yw'r ddwy nawr.
joined-label = Wedi uno: { $name }
joined-note = “{ $name }” yw'r aelwyd hon hefyd. Mae ei hymweliadau a'i llinellau ar y dudalen hon.
joined-by = Unwyd gan { $who }, { $when }.
joined-show = Dangos beth gafodd ei ysgrifennu o dan yr enw hwnnw
joined-hide = Cuddio beth gafodd ei ysgrifennu o dan yr enw hwnnw
joined-history = Beth ddigwyddodd o dan yr enw hwnnw
joined-separate = Gwahanu'r ddwy eto
joined-separated =
    { $count ->
        [0] Mae “{ $name }” ar ei phen ei hun eto, gyda phopeth a gafodd ei ysgrifennu ynddi.
        [one] Mae “{ $name }” ar ei phen ei hun eto. Mae 1 llinell a gafodd ei hychwanegu yma ers yr uno yn aros yma.
        [two] Mae “{ $name }” ar ei phen ei hun eto. Mae 2 linell a gafodd eu hychwanegu yma ers yr uno yn aros yma.
       *[other] Mae “{ $name }” ar ei phen ei hun eto. Mae { $count } llinell a gafodd eu hychwanegu yma ers yr uno yn aros yma.
    }
joined-unreadable = All y ddyfais hon ddim darllen beth gafodd ei ysgrifennu o dan yr enw hwnnw. Does dim byd ar goll. Mae angen y Doorstep diweddaraf.
joined-shown-in = “{ $name }” yw'r aelwyd hon hefyd. Mae popeth yn cael ei ddangos yno.
joined-open = Ei hagor yno
joined-both-heading = Ddywedoch chi ddim i gyd yr un peth: pa aelwyd yw hon?
joined-both-into = Yr un aelwyd: “{ $name }”
joined-both-apart = Aelwyd ar ei phen ei hun
joined-both-unknown = aelwyd sydd ddim ar y ddyfais hon eto
field-about-joined-into = Yr un aelwyd â
