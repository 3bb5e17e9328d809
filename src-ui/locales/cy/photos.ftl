### Photos of a visit.

photos-heading = Lluniau
part-attachment = Lluniau a nodiadau llais
part-one-attachment = Llun neu nodyn llais
add-attachment = Ychwanegu llun
empty-attachment = Dim lluniau eto. Gall llun ddweud beth fyddai'n cymryd tudalen i'w ysgrifennu.
field-attachment-caption = Beth mae'r llun yn ei ddangos
told-field-attachment-caption = Beth mae'r llun yn ei ddangos, neu am beth mae'r nodyn llais yn sôn
field-attachment-visit = Ymweliad
hint-attachment-caption = Ar gyfer rhywun nad yw'n gallu ei weld.

photo-adding = Wrthi'n derbyn y llun …
photo-added = Mae'r llun wedi'i gadw ar y ddyfais hon.
photo-no-caption = Llun. Does neb wedi dweud eto beth mae'n ei ddangos.
photo-open = Edrych ar hwn yn fwy: { $what }
photo-close = Cau'r llun
photo-looking = Wrthi'n chwilio am y llun …
photo-fetching = Wrthi'n nôl y llun: { $percent } %
photo-not-here = Dydy'r llun hwn ddim ar y ddyfais hon eto.
photo-fetch = Nôl y llun hwn
photo-fetch-this = Nôl y llun hwn: { $what }
photos-more = Dangos { $count } arall

# Of the numbers, only two changes "llun".
photos-waiting =
    { $count ->
        [one] 1 llun neu nodyn llais yn aros i gael ei anfon
        [two] 2 lun neu nodyn llais yn aros i gael eu hanfon
       *[other] { $count } llun neu nodyn llais yn aros i gael eu hanfon
    }

photo-space-heading = Lluniau a nodiadau llais ar y ddyfais hon
photo-space-none = Does dim lluniau na nodiadau llais ar y ddyfais hon.
photo-space =
    { $count ->
        [two] Mae 2 lun neu nodyn llais yn cymryd { $megabytes } MB.
       *[other] Mae { $count } llun neu nodyn llais yn cymryd { $megabytes } MB.
    }
photo-space-only-here =
    { $count ->
        [one] Mae 1 ohonyn nhw ar y ddyfais hon yn unig hyd yn hyn. Bydd yn aros nes iddo gyrraedd gweinydd eich tîm.
       *[other] Mae { $count } ohonyn nhw ar y ddyfais hon yn unig hyd yn hyn. Byddan nhw'n aros nes iddyn nhw gyrraedd gweinydd eich tîm.
    }
photo-space-limit = Cadw lluniau a nodiadau llais ar y ddyfais hon
photo-space-up-to = Hyd at { $megabytes } MB
photo-space-all = Pob un
photo-space-says = Pan fydd mwy na hynny, y rhai a ddaeth o'ch tîm sy'n mynd, a'r rhai sydd heb eu hagor ers hiraf yn gyntaf. Gallwch chi eu nôl eto. Mae'r rhai a gafodd eu gwneud ar y ddyfais hon yn aros.
photo-space-let-go = Gollwng y rhai sydd gan y gweinydd
photo-space-let-go-says = Mae hyn yn gollwng y rhai a gafodd eu gwneud ar y ddyfais hon hefyd. Wedyn, y gweinydd yw'r unig le lle maen nhw'n siŵr o fod.
photo-space-let-gone =
    { $count ->
        [0] Chafodd dim byd ei ollwng.
        [one] Cafodd 1 ei ollwng. Gallwch chi ei nôl eto.
       *[other] Cafodd { $count } eu gollwng. Gallwch chi eu nôl eto.
    }

problem-not-a-photo = All Doorstep ddim darllen hwn fel llun. Dewiswch ffeil JPEG, PNG neu WebP. Rhaid cadw llun HEIC o iPhone fel JPEG yn gyntaf.
problem-photo-too-large = Mae gormod o bicseli yn y llun hwn i'r ddyfais hon. Gwnewch y llun yn llai, yna rhowch gynnig arall arni.
problem-attachment-damaged = Nid y llun neu'r nodyn llais a gafodd ei wneud sydd wedi cyrraedd, felly does dim byd i'w weld na'i glywed. Rhowch gynnig arall arni wedyn. Os yw'n digwydd eto, dywedwch wrth y person sy'n gofalu am eich gweinydd.
problem-attachment-not-sent = Dydy'r ddyfais a wnaeth y llun neu'r nodyn llais hwn ddim wedi'i anfon eto. Rhowch gynnig arall arni pan fydd wedi bod ar-lein.
problem-attachments-full = Does dim rhagor o le i luniau a nodiadau llais ar weinydd eich tîm. Maen nhw'n ddiogel ar y ddyfais hon, ac mae eich geiriau yn dal i gael eu hanfon. Dywedwch wrth y person sy'n gofalu am eich gweinydd.
