### Photos of a visit.

photos-heading = Photos
part-attachment = Photos and voice notes
part-one-attachment = Photo or voice note
add-attachment = Add a photo
empty-attachment = No photos yet. A photo can say what would take a page to write.
field-attachment-caption = What the photo shows
told-field-attachment-caption = What the photo shows or the voice note is about
field-attachment-visit = Visit
hint-attachment-caption = For somebody who can't see it.

photo-adding = Taking the photo in …
photo-added = The photo is kept on this device.
photo-no-caption = A photo. Nobody has said yet what it shows.
photo-open = Look at this larger: { $what }
photo-close = Close the photo
photo-looking = Looking for the photo …
photo-fetching = Fetching the photo: { $percent } %
photo-not-here = This photo is not on this device yet.
photo-fetch = Fetch this photo
photo-fetch-this = Fetch this photo: { $what }
photos-more =
    { $count ->
        [one] Show 1 more
       *[other] Show { $count } more
    }

photos-waiting =
    { $count ->
        [one] 1 photo or voice note waiting to send
       *[other] { $count } photos and voice notes waiting to send
    }

photo-space-heading = Photos and voice notes on this device
photo-space-none = There are no photos or voice notes on this device.
photo-space =
    { $count ->
        [one] 1 photo or voice note takes { $megabytes } MB.
       *[other] { $count } photos and voice notes take { $megabytes } MB.
    }
photo-space-only-here =
    { $count ->
        [one] 1 of them is only on this device so far. It stays until your team's server has it.
       *[other] { $count } of them are only on this device so far. They stay until your team's server has them.
    }
photo-space-limit = Keep photos and voice notes on this device
photo-space-up-to = Up to { $megabytes } MB
photo-space-all = All of them
photo-space-says = When there are more, those that came from your team go, the ones you have not looked at for longest first. You can fetch them again. What was made on this device stays.
photo-space-let-go = Let go of those the server has
photo-space-let-go-says = This takes what was made on this device too. Then only the server is sure to have it.
photo-space-let-gone =
    { $count ->
        [0] Nothing was let go.
        [one] 1 was let go. You can fetch it again.
       *[other] { $count } were let go. You can fetch them again.
    }

problem-not-a-photo = Doorstep can't read this as a photo. Choose a JPEG, PNG or WebP file. An iPhone's HEIC photo has to be saved as a JPEG first.
problem-photo-too-large = This photo has too many pixels for this device. Make it smaller, then try again.
problem-attachment-damaged = What came is not the photo or voice note that was taken, so it is not shown or played. Try again later. If it goes on, tell the person who looks after your server.
problem-attachment-not-sent = The device that took this photo or voice note has not sent it yet. Try again when it has been online.
problem-attachments-full = Your team's server has no more room for photos and voice notes. They are safe on this device, and your words go on being sent. Tell the person who looks after your server.
