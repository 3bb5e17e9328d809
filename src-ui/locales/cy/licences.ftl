### What Doorstep is built from, and the licences of it.

licences-heading = O beth mae Doorstep wedi'i wneud
licences-open = Gweld o beth mae Doorstep wedi'i wneud
licences-says = Mae llawer o bobl wedi gwneud y darnau sydd yn Doorstep, ac maen nhw'n gadael i bawb eu defnyddio. Mae gan bob darn drwydded. Mae'n dweud beth gewch chi ei wneud â'r darn. Agorwch ddarn i ddarllen ei drwydded. Mae'r trwyddedau yn Saesneg, fel y cawson nhw eu hysgrifennu.
licences-looking = Wrthi'n edrych …
licences-ours = Doorstep ei hun
licences-typefaces = Siâp y llythrennau
licences-packages = Darnau gan bobl eraill: { $count }
licences-source = O ble mae'n dod: { $address }
