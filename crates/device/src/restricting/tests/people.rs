//! Who is somebody of the team, and on which devices.

use doorstep_model::call::{EditTeam, GetOpeners, GetTeam, OpenHousehold, Opener, SetOpeners};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Scalar};
use doorstep_model::team::{Member, Role as Does};
use doorstep_model::{DeviceKey, DocKey, ItemId, ProblemCode};
use doorstep_replica::team::change::change_role;
use doorstep_wire::device::Role;

use super::{me, restrict};
use crate::alone::Alone;
use crate::teammate::{Teammate, sent};
use crate::unlocked::Unlocked;

fn team(alone: &Alone) -> DocKey {
    let team = alone.device.with(|open, _| open.team_document());
    DocKey::from(team.unwrap().unwrap().0)
}

/// An admin puts somebody on the team's list.
fn put_on_the_list(alone: &Alone, name: &str, of: &Teammate) -> ItemId {
    let item = ItemId::from([of.id().0[0]; 16]);
    let line = ItemRef {
        part: Part::Members,
        item: item.clone(),
    };
    let fields = vec![
        Member::name.with(name.to_owned()),
        Member::role.with(Does::Worker),
        Member::devices.with(DeviceKey::from(of.id().0)),
    ];
    let edits = vec![Edit::Add { line, fields }];
    alone.must(EditTeam { edits });
    sent(alone);
    item
}

#[test]
fn whoever_takes_a_colleagues_name_can_not_be_named_by_it() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let mut robin = Teammate::of(&alone, Role::Worker);
    let line = put_on_the_list(&alone, "Robin", &robin);
    let devices = || {
        let document = id.clone();
        let people = alone.must(GetOpeners { document }).people;
        let of = people.into_iter().find(|one| one.person == line).unwrap();
        (of.name, of.devices)
    };
    assert_eq!(devices(), ("Robin".to_owned(), 1), "the control");
    let edit = Member::name.of(&line).set(Some("Kim".to_owned()));
    robin.edits(&alone, &team(&alone), &[edit]);
    assert_eq!(devices(), ("Kim".to_owned(), 0));
    // Once an admin has said so it is so.
    let edits = vec![Member::name.of(&line).set(Some("Robin".to_owned()))];
    alone.must(EditTeam { edits });
    assert_eq!(devices(), ("Robin".to_owned(), 1));
}

#[test]
fn nobody_stands_for_a_colleagues_device() {
    let alone = Alone::begin();
    let mut robin = Teammate::of(&alone, Role::Worker);
    let line = put_on_the_list(&alone, "Robin", &robin);
    let with_me = || {
        let named = alone.device.with(|open, _| Ok(open.with_me(Vec::new())));
        named.unwrap()
    };
    let alex = alone.must(GetTeam {}).team.members.into_iter();
    let mut alex = alex.filter_map(|member| member.id).filter(|id| *id != line);
    let alex = alex.next().unwrap();
    assert_eq!(with_me()[0].person.0, alex.to_bytes(), "the control");
    // The line that an admin wrote is taken away, and the device put into another.
    let edits = [
        Edit::Include {
            at: Member::devices.of(&line),
            value: DeviceKey::from(me(&alone).0).to_value(),
        },
        Edit::Remove(ItemRef {
            part: Part::Members,
            item: alex,
        }),
    ];
    robin.edits(&alone, &team(&alone), &edits);
    assert_eq!(with_me()[0].person.0, me(&alone).0);
    assert_eq!(with_me()[0].devices, [me(&alone)]);
}

#[test]
fn what_an_admin_wrote_is_no_admins_word_once_they_are_a_worker() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let mut robin = Teammate::of(&alone, Role::Admin);
    put_on_the_list(&alone, "Robin", &robin);
    restrict(&alone, &id);
    let openers = || {
        let document = id.clone();
        alone.must(GetOpeners { document }).people
    };
    let told = || -> Vec<(String, u32, bool)> {
        let of = |one: Opener| (one.name, one.devices, one.named);
        openers().into_iter().map(of).collect()
    };
    let both = |devices| {
        let alex = ("Alex".to_owned(), devices, true);
        [alex, ("Robin".to_owned(), devices, false)]
    };
    assert_eq!(told(), both(1), "the control");
    let makes_a_worker = |open: &mut Unlocked, now| {
        let (roster, me) = (&open.membership()?.roster, open.identity.device_id());
        let entry = change_role(&robin.identity, roster, me, Role::Worker);
        open.append_entry(&entry, now)
    };
    alone.device.with(makes_a_worker).unwrap();

    // Nobody knows whose any device is, as the page says, and nobody can be named. Whoever was named opens it.
    assert_eq!(told(), both(0));
    let lines: Vec<ItemId> = openers().into_iter().map(|one| one.person).collect();
    let names_both = || SetOpeners {
        document: id.clone(),
        people: Some(lines.clone()),
    };
    let problem = alone.ask(names_both()).unwrap_err();
    assert_eq!(problem.code, ProblemCode::NoDevice);
    let (document, seen) = (id.clone(), false);
    alone.must(OpenHousehold { id: document, seen });

    // An admin says it of each of them. The same again says nothing new: what stands there goes first.
    for takes_out in [false, true] {
        let devices = [me(&alone), robin.id()];
        for ((line, device), (name, ..)) in lines.iter().zip(devices).zip(both(0)) {
            let (at, value) = (
                Member::devices.of(line),
                DeviceKey::from(device.0).to_value(),
            );
            let names = |name: &str| Member::name.of(line).set(Some(name.to_owned()));
            let goes = [
                names("Nobody"),
                Edit::Exclude {
                    at: at.clone(),
                    value: value.clone(),
                },
            ];
            let goes = goes.into_iter().filter(|_| takes_out);
            let says = [names(&name), Edit::Include { at, value }];
            let edits: Vec<Edit> = goes.chain(says).collect();
            robin.edits(&alone, &team(&alone), &edits);
        }
        assert_eq!(told(), both(u32::from(takes_out)));
    }
    let named = alone.must(names_both()).people;
    assert!(named.into_iter().all(|one| one.named));
}
