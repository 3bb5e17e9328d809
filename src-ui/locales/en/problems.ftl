### What went wrong: what happened, then what to do.

problem-wrong-passphrase = That is not the passphrase of this device. Check for a slip and try again.
problem-short-passphrase = The passphrase is too short. Use at least { $detail } characters: three or four words work well.
problem-wrong-words = Those are not the recovery words of this device. Check each word on your paper and try again.
problem-wait-before-retry =
    { $detail ->
        [one] There were too many wrong tries. Wait 1 second, then try again.
       *[other] There were too many wrong tries. Wait { $detail } seconds, then try again.
    }
problem-locked = Doorstep is locked. Unlock it to go on. What you typed is still here.
problem-no-team = There is no team on this device yet. Start one or join one.
problem-team-exists = There is a team on this device already. Close Doorstep and open it again to see it.
problem-name-needed = A name is missing. Type a name and try again.
problem-safety-note-empty = The note says nothing yet. Write what the next person at the door must know.
problem-not-here = This record is not on this device. Sync and try again, or go back to the list.
problem-no-such-place = This line is not in the record any more. Go back and open the record again.
problem-wrong-value = This can't be kept in that field. Change it and try again.
problem-text-too-long = This is too long for one field. Keep it under { $detail } characters: move some of it to another field.
problem-made-by-newer-version = A newer Doorstep wrote this record. You can read it. Get the newest Doorstep to change it.
problem-code-not-valid = That code is not complete, or has a slip in it. Check it letter by letter and try again.
problem-code-unknown = The server does not know this code. Ask for a new code.
problem-code-used = This code was used already. Ask for a new code.
problem-code-expired = This code is too old. Ask for a new code.
problem-setup-code-wrong = That is not the setup code of this server. Check it with the person who looks after the server.
problem-address-not-valid = That is not an address we can use. It looks like 192.168.1.20:8443. Check it and try again.
problem-server-gone = The server does not answer. Check that you have a connection, then try again. Your changes are safe on this device.
problem-server-not-the-same = Something else answers at the server's address, so nothing was sent. Tell the person who looks after your server.
problem-server-refused = The server said no. Try again later. If it goes on, tell the person who looks after your server: { $detail }.
problem-server-behind = The server has lost something that this device knows, and can't be given it back. Nothing is lost here. Tell the person who looks after your server.
problem-removed = An admin has removed this device from the team. If that was not meant, talk to them.
problem-own-device = You can't remove the device that you are using. Ask another admin to do it on theirs.
problem-last-admin = Your team needs one admin at least. Make another device an admin first.
problem-team-key-missing = The team's new key did not reach this device, so nothing can be sent. What you write is kept here. Ask an admin to remove a device that is not used any more: that makes a new key.
problem-server-not-true = What the server says does not fit with what this device knows. Nothing is lost here. Tell the person who looks after your server.
problem-server-lost-team = The server does not know your team any more. Nothing is lost here. Ask the person who looks after your server for its setup code, then connect it again: this device gives everything back.
problem-server-forgot-device = The server does not know this device. It may have been set back to an old copy. Then it knows you again as soon as a teammate syncs who has been in the team for longer.
problem-server-busy = The server has too much to do. Wait a minute, then try again.
problem-no-server = Your team has no server yet. Connect one first.
problem-admin-only = Only an admin of the team can do this. Ask one of them.
problem-team-moved = Somebody else changed the team at the same time. Look at the team again, then try once more.
problem-join-gone = This person is not asking any more, or was let in already. Look at the team again.
problem-disk-full = This device is full, so nothing more can be saved. Delete files you don't need, then try again. Your words are still on the screen.
problem-write-failed = This device could not save. Your words are still on the screen. Try again.
problem-store-unreadable = What Doorstep keeps on this device can't be read. Nothing was deleted. Ask for help before you do anything else.
problem-file-gone = Doorstep was locked in between. Choose the file once more.
problem-file-unreadable = This file can't be read. Check that it is still there, then try again.
problem-file-not-written = The file could not be written there. Choose another place, then try again.
problem-file-too-large = This file is too large. Doorstep takes files of up to { $detail } MB.
problem-import-no-table = This file is not a list that Doorstep can read. If it is a spreadsheet, open it there, save it as CSV, and choose that file.
problem-import-empty = There is nothing in this file. Check that it is the right one, or save it again.
problem-import-no-names = No column of this file holds a name. Choose the column with the household's or the person's name, then look again.
problem-import-changed = This is not the file you looked at, or it has changed since. Choose it again to see what would happen now.
problem-import-too-many-rows = This file has too many rows. Doorstep takes up to { $detail } in one file. Split it into several files.
problem-import-stopped = It was stopped. You can go on, or choose the file again.
problem-import-gone = There is no list to go on with. Choose the file again.
problem-open-elsewhere = Doorstep is open already. Use that window, or close it and try again.
problem-store-too-new = A newer Doorstep was used on this device. Get the newest Doorstep and open it again.
problem-unexpected = Something went wrong inside Doorstep. Try again. If it goes on, close Doorstep and open it again. ({ $detail })
problem-same-household = These two are one household already. Choose another one.
problem-too-many-joined = No more than { $detail } households can be shown as one. Separate some of them first.
problem-erasure-changed = Something has changed since you looked, so nothing was erased. Look again at what would go, and then try again.
problem-erased = This household was erased for the whole team. Go back to the list of households.
problem-reason-needed = The team will want to know why it was erased. Write down a reason and try again.
problem-on-hold = Somebody wrote down that this household has to be kept. Take that out first, if it is over.
problem-too-much-to-erase = This is more than { $detail } records, and no more can be erased at once. Separate some of the households first.
