### Voice notes of a visit.

voice-heading = Nodiadau llais
empty-voice = Dim nodiadau llais eto. Gallwch chi recordio un yn ystod ymweliad.

voice-ask = Gofynnwch yn gyntaf: ydy pawb yma'n hapus i gael eu recordio?
voice-record = Recordio nodyn llais
voice-opening = Wrthi'n troi'r meicroffon ymlaen …
voice-recording = Wrthi'n recordio
voice-stop = Stopio
voice-loudness = Pa mor uchel yw'r sain
voice-limit = Gallwch chi recordio am { $minutes } munud. Mae'r geiriau'n cael eu cadw'n ddiogel ar y ddyfais hon wrth i chi recordio.
# Of the numbers, only two changes "munud".
voice-left =
    { $minutes ->
        [two] 2 funud ar ôl. Yna bydd y recordio'n stopio ohono'i hun, a bydd popeth a gafodd ei ddweud yno.
       *[other] { $minutes } munud ar ôl. Yna bydd y recordio'n stopio ohono'i hun, a bydd popeth a gafodd ei ddweud yno.
    }
voice-elsewhere = Rydych chi'n recordio mewn ymweliad arall. Stopiwch y recordiad hwnnw yn gyntaf.
voice-announce-on = Wrthi'n recordio.
voice-announce-off = Mae'r recordio wedi stopio. Gwrandewch ar y recordiad, yna ei gadw neu ei daflu.

voice-waiting = Recordiwyd { $when }. Ydych chi am ei gadw?
voice-this-recording = y recordiad hwn
voice-ended-limit = Stopiodd y recordio ar ôl { $minutes } munud, yr hiraf y gall fod. Mae'r cyfan yma.
voice-ended-problem = Stopiodd y recordio ohono'i hun. Mae'r hyn a gafodd ei ddweud cyn hynny yma.
voice-ended-cut-off = Stopiodd y recordio pan gafodd Doorstep ei gloi. Mae'r hyn a gafodd ei ddweud cyn hynny yma.
voice-keep = Ei gadw
voice-keeping = Wrthi'n ei gadw …
voice-throw-away = Ei daflu
voice-sure = Taflu'r recordiad hwn? Fyddwch chi ddim yn gallu ei gael yn ôl.
voice-throw-away-yes = Ie, ei daflu
voice-throw-away-no = Na, ei adael
voice-thrown-away = Does dim modd cael recordiad yn ôl ar ôl ei daflu.

voice-bar-stop = Stopio
voice-bar-open = Mynd i'r ymweliad
voice-bar-waiting = Recordiad heb ei gadw eto: “{ $name }”
voice-bar-look = Gwrando arno

voice-choose = Dewis ffeil sain
voice-adding = Wrthi'n derbyn y sain …
voice-added = Mae'r nodyn llais wedi'i gadw ar y ddyfais hon.
voice-kept = Wedi cadw'r nodyn llais.
voice-caption = Am beth mae'n sôn
voice-caption-hint = Ar gyfer rhywun nad yw'n gallu ei glywed, ac i ddod o hyd iddo eto.
voice-no-caption = Nodyn llais. Does neb wedi dweud eto am beth mae'n sôn.

voice-play = Chwarae
voice-pause = Oedi
voice-play-this = Chwarae: { $what }
voice-pause-this = Oedi: { $what }
voice-where = Ble yn y nodyn llais: { $what }
voice-place = { $at } o { $length }
voice-looking = Wrthi'n chwilio am y nodyn llais …
voice-fetching = Wrthi'n nôl y nodyn llais: { $percent } %
voice-not-here = Dydy'r nodyn llais hwn ddim ar y ddyfais hon eto.
voice-fetch = Nôl y nodyn llais hwn
voice-fetch-this = Nôl y nodyn llais hwn: { $what }
voices-more = Dangos { $count } arall

problem-no-microphone = All Doorstep ddim dod o hyd i feicroffon. Plygiwch un i mewn neu ei droi ymlaen, yna rhowch gynnig arall arni. Gallwch chi ddewis ffeil sain hefyd.
problem-microphone-busy = Mae rhaglen arall yn defnyddio'r meicroffon. Caewch y rhaglen honno, neu orffen ei galwad, yna rhowch gynnig arall arni.
problem-microphone-not-allowed = Dydy'r ddyfais hon ddim yn gadael i Doorstep ddefnyddio'r meicroffon. Rhowch ganiatâd yng ngosodiadau preifatrwydd y ddyfais, yna rhowch gynnig arall arni.
problem-microphone-lost = Cafodd y meicroffon ei dynnu allan, neu aeth ar goll. Plygiwch y meicroffon i mewn eto os ydych chi am recordio mwy.
problem-no-speaker = All Doorstep ddim chwarae sain ar y ddyfais hon nawr. Plygiwch seinydd i mewn neu ei droi ymlaen, neu caewch y rhaglen sy'n ei ddefnyddio, yna rhowch gynnig arall arni.
problem-recording-under-way = Mae recordiad yn cael ei wneud. Stopiwch hwnnw yn gyntaf, yna rhowch gynnig arall arni.
problem-recording-gone = Dydy'r recordiad hwn ddim yma bellach: cafodd ei gadw neu ei daflu, neu doedd dim byd i'w glywed. Recordiwch eto os oes angen.
problem-not-a-sound = All Doorstep ddim darllen hwn fel sain, neu dydy'r ffeil ddim yn gyfan. Dewiswch ffeil M4A, MP3, Opus, Ogg, WAV neu FLAC.
problem-sound-too-long = Mae'r sain hon yn hirach na { $detail } munud, sy'n rhy hir. Rhannwch hi yn ffeiliau byrrach, yna rhowch gynnig arall arni.
