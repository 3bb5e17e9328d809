### What went wrong: what happened, then what to do.

problem-wrong-passphrase = That is not the passphrase of this device. Check for a slip and try again.
problem-short-passphrase = The passphrase is too short. Use at least { $detail } characters: three or four words work well.
problem-wrong-words = Those are not the right recovery words. Check each word on your paper and try again.
problem-words-used = These words don't count any more: newer ones took their place. Look for the newest paper, and type the words on that.
problem-words-unknown = No team on that server has these words. Check the server's address, and each word on your paper. If the server was set back to an old copy, an older paper may be the right one.
problem-recovery-not-clear = The server has something for these words that does not open as it should. Nothing was changed. Tell the person who looks after your server.
problem-recovery-several = The server has more than one team for these words. Type in the six words for your team from your paper. If they are not on it, these are the teams, with how many devices each has: { $detail }.
problem-words-cannot-open = These are the right words, but they would not bring your team back: your team's key does not open with them. Remove a device that your team does not need any more, on the Team page. That makes a new key. Then check the words again.
problem-words-not-typed = The new words were not typed back yet. Type them in from your paper, then go on.
problem-words-overtaken = Other words came into force before yours, so yours don't count. Destroy the paper with them, and ask the other admins who has the newest one.
problem-no-new-words = No new words wait on this device. Make new words first.
problem-wait-before-retry =
    { $detail ->
        [one] There were too many wrong tries. Wait 1 second, then try again.
       *[other] There were too many wrong tries. Wait { $detail } seconds, then try again.
    }
problem-locked = Doorstep is locked. Unlock it to go on. What you typed is still here.
problem-no-keychain = This computer could not store what opens Doorstep. Go on using your passphrase. Log in to the computer anew, then try again.
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
problem-cannot-hand-over = Some of what was written here can't be handed over. Tell an admin of the team before you clear this device.
problem-handed-over-more = More has come from that device since you looked. Look at it again.
problem-handed-over-coming = That device has not handed over everything yet. Look again when it has.
problem-own-device = You can't remove the device that you are using. Ask another admin to do it on theirs.
problem-last-admin = Your team needs one admin at least. Make another device an admin first.
problem-team-key-missing = The team's new key did not reach this device, so nothing can be sent. What you write is kept here. Ask an admin to remove a device that is not used any more: that makes a new key.
problem-server-not-true = What the server says does not fit with what this device knows. Nothing is lost here. Tell the person who looks after your server.
problem-server-lost-team = The server does not know your team any more. Nothing is lost here. Ask the person who looks after your server for its setup code, then connect it again: this device gives everything back.
problem-server-forgot-device = The server does not know this device. It may have been set back to an old copy. Then it knows you again as soon as a teammate syncs who has been in the team for longer. If there is nobody, connect to the server again with its setup code.
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
problem-not-for-you = Only some people in your team can open this. If you need it for your work, ask the person who leads your team. You don't have to do anything else.
problem-name-yourself = You can't take yourself off. Ask one of the others to do it.
problem-other-openers = Different people can open these two households. Choose the same people for both, then try again.
problem-no-device = One of these people has no device yet, so they can't open it. Untick them, or ask an admin to put a device under their name.
problem-handed-over-restricted = Some of this is about a household that you can't open. A colleague who can, and who is an admin, has to look at it. It stays on the server until then.
problem-reason-needed = Say why it is erased. Write it in the box “Why do we erase it?” and try again.
problem-on-hold = Somebody wrote down that this household has to be kept. Take that out first, if it is over.
problem-too-much-to-erase = This is more than { $detail } records, and no more can be erased at once. Separate some of the households first.
problem-move-not-one = This is not a file in which a household moves. Choose the file that the other team gave you.
problem-move-later = A newer Doorstep wrote this file. Get the newest Doorstep, then try again.
problem-move-wrong-code = This code does not open this file. Check it letter by letter, or ask the other team for the code of their last file.
problem-move-damaged = This file was cut off or changed on the way. Ask the other team to give it to you again.
problem-move-too-large = There is more in this household than one file can hold, so nothing was done. Tell the person who looks after Doorstep for your team.
problem-move-own-team = Your own team wrote this file, so the household is with you. Give the file to the other team.
problem-move-lacking = { $detail ->
    [one] 1 photo or voice note is not on this device, so no file was written. Wait until it is here, or save the file without it.
   *[other] { $detail } photos and voice notes are not on this device, so no file was written. Wait until they are here, or save the file without them.
}
problem-move-wrong-words = These are not the words for the last file. Ask the other team to read them to you again, and which file they opened.
problem-move-not-begun = This device has written no file for this household. Type the words in on the device that wrote it, or save a new file here.
problem-move-unread = { $detail ->
    [one] One part about this household has come and can't be read here yet, so the file would lack it. Wait for the next sync, or save the file as it is.
   *[other] { $detail } parts about this household have come and can't be read here yet, so the file would lack them. Wait for the next sync, or save the file as it is.
}
problem-move-not-fetched = The server could not be reached, so what colleagues wrote last may not be here, nor who may open it. Try again with a connection, or save the file as it is.
problem-move-practice = Everybody in the practice team is made up, so nothing moves out of it or into it. Leave the practice team first.
