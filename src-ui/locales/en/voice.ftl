### Voice notes of a visit.

voice-heading = Voice notes
empty-voice = No voice notes yet. You can record one during a visit.

voice-ask = Ask first: is everybody here happy to be recorded?
voice-record = Record a voice note
voice-opening = Turning the microphone on …
voice-recording = Recording
voice-stop = Stop
voice-loudness = How loud it is
voice-limit = You can record for { $minutes } minutes. What is said is kept safe on this device as you go.
voice-left =
    { $minutes ->
        [one] 1 minute left. Then recording stops by itself, and all that was said is there.
       *[other] { $minutes } minutes left. Then recording stops by itself, and all that was said is there.
    }
voice-elsewhere = You are recording in another visit. Stop that recording first.
voice-announce-on = Recording.
voice-announce-off = Recording has stopped. Listen to it, then keep it or throw it away.

voice-waiting = Recorded { $when }. Keep it?
voice-this-recording = this recording
voice-ended-limit = Recording stopped after { $minutes } minutes, which is the longest it can be. All of it is here.
voice-ended-problem = Recording stopped by itself. What was said before is here.
voice-ended-cut-off = Recording stopped when Doorstep was locked. What was said before is here.
voice-keep = Keep it
voice-keeping = Keeping it …
voice-throw-away = Throw it away
voice-sure = Throw this recording away? You can't get it back.
voice-throw-away-yes = Yes, throw it away
voice-throw-away-no = No, leave it
voice-thrown-away = A recording that was thrown away can't be brought back.

voice-bar-stop = Stop
voice-bar-open = Go to the visit
voice-bar-waiting = A recording at “{ $name }” is not kept yet.
voice-bar-look = Listen to it

voice-choose = Choose a sound file
voice-adding = Taking the sound in …
voice-added = The voice note is kept on this device.
voice-kept = Voice note kept.
voice-caption = What it is about
voice-caption-hint = For somebody who can't hear it, and to find it again.
voice-no-caption = A voice note. Nobody has said yet what it is about.

voice-play = Play
voice-pause = Pause
voice-play-this = Play: { $what }
voice-pause-this = Pause: { $what }
voice-where = Where in the voice note: { $what }
voice-place = { $at } of { $length }
voice-looking = Looking for the voice note …
voice-fetching = Fetching the voice note: { $percent } %
voice-not-here = This voice note is not on this device yet.
voice-fetch = Fetch this voice note
voice-fetch-this = Fetch this voice note: { $what }
voices-more =
    { $count ->
        [one] Show 1 more
       *[other] Show { $count } more
    }

problem-no-microphone = Doorstep found no microphone. Plug one in or switch it on, then try again. You can also choose a sound file.
problem-microphone-busy = Another program is using the microphone. Close that program, or end its call, then try again.
problem-microphone-not-allowed = This device does not let Doorstep use the microphone. Allow it in the device's privacy settings, then try again.
problem-microphone-lost = The microphone was unplugged or went away. Plug it in again if you want to record more.
problem-no-speaker = Doorstep can't play sound on this device now. Plug in or switch on a speaker, or close the program that is using it, then try again.
problem-recording-under-way = A recording is being made. Stop it first, then try again.
problem-recording-gone = This recording is not here any more: it was kept or thrown away, or nothing was heard. Record again if you need to.
problem-not-a-sound = Doorstep can't read this as sound, or the file is not whole. Choose an M4A, MP3, Opus, Ogg, WAV or FLAC file.
problem-sound-too-long = This sound is longer than { $detail } minutes, which is too long. Cut it into shorter files, then try again.
