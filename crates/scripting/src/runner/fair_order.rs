//! The order in which waiting runs get places: workspaces and persons in turn. Used by the scheduler.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::runs::Waiting;

/// The last turns of workspaces, persons and scripts: workspaces take turns, and so do persons, whose turn is also that of
/// each of their workspaces, and scripts within a workspace. A thousand calls of one webhook delay only its own script.
#[derive(Default)]
pub(super) struct FairOrder {
    last: u64,
    workspaces: HashMap<Uuid, u64>,
    persons: HashMap<String, u64>,
    scripts: HashMap<Uuid, u64>,
}

impl FairOrder {
    /// Sorts runs by the last turn of workspace or person, then of the script, the earliest first; among equals the oldest
    /// run comes first. Entries that neither wait nor run are removed.
    pub(super) fn order(&mut self, waiting: &mut [Waiting], going: &HashMap<Uuid, Waiting>) {
        let (workspaces, scripts): (HashSet<Uuid>, HashSet<Uuid>) =
            waiting.iter().chain(going.values()).map(|run| (run.workspace, run.script)).unzip();
        self.workspaces.retain(|id, _| workspaces.contains(id));
        self.scripts.retain(|id, _| scripts.contains(id));
        let persons: HashSet<&str> = waiting.iter().chain(going.values()).map(|run| run.person.as_str()).collect();
        self.persons.retain(|person, _| persons.contains(person.as_str()));
        let turn = |turns: &HashMap<Uuid, u64>, id| turns.get(&id).copied().unwrap_or(0);
        waiting.sort_by_cached_key(|run| {
            let of_person = self.persons.get(&run.person).copied().unwrap_or(0);
            let last = turn(&self.workspaces, run.workspace).max(of_person);
            (last, turn(&self.scripts, run.script), run.run)
        });
    }

    pub(super) fn take(&mut self, run: &Waiting) {
        self.last += 1;
        self.workspaces.insert(run.workspace, self.last);
        self.persons.insert(run.person.clone(), self.last);
        self.scripts.insert(run.script, self.last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_take_turns_however_many_workspaces_one_has() {
        let id = |nth: u128| Uuid::from_u128(nth);
        let run = |nth: u128, person: &str| Waiting {
            run: id(nth),
            script: id(100 + nth),
            workspace: id(200 + nth),
            person: person.into(),
        };
        let mut waiting: Vec<Waiting> =
            (0..12).map(|nth| run(nth, "ann")).chain([run(50, "bob"), run(51, "cy")]).collect();
        let (mut turns, going) = (FairOrder::default(), HashMap::new());
        let mut served = Vec::new();
        while served.len() < 4 {
            turns.order(&mut waiting, &going);
            let next = waiting.remove(0);
            turns.take(&next);
            served.push(next.person);
        }
        assert_eq!(served, ["ann", "bob", "cy", "ann"]);
    }

    #[test]
    fn workspaces_take_turns_however_many_runs_of_one_wait() {
        let id = |nth: u128| Uuid::from_u128(nth);
        // Workspace 1 has many scripts whose runs wait longest; 2 and 3 came after.
        let mut waiting: Vec<Waiting> = (0..20)
            .map(|nth| Waiting { run: id(nth), script: id(100 + nth), workspace: id(1), person: "ann".into() })
            .chain([2, 3].map(|nth| Waiting {
                run: id(50 + nth),
                script: id(200 + nth),
                workspace: id(nth),
                person: format!("person {nth}"),
            }))
            .collect();
        let (mut turns, going) = (FairOrder::default(), HashMap::new());
        let mut served = Vec::new();
        while !waiting.is_empty() && served.len() < 5 {
            turns.order(&mut waiting, &going);
            let next = waiting.remove(0);
            turns.take(&next);
            served.push(next.workspace.as_u128());
        }
        assert_eq!(served, [1, 2, 3, 1, 1]);
    }

    #[test]
    fn a_script_that_runs_keeps_its_turn_in_mind() {
        let run = |nth: u128, script| Waiting {
            run: Uuid::from_u128(nth),
            script,
            workspace: Uuid::from_u128(1),
            person: "ann".into(),
        };
        let (often, once) = (Uuid::from_u128(10), Uuid::from_u128(11));
        let mut turns = FairOrder::default();
        turns.take(&run(1, often));
        let going = HashMap::from([(Uuid::from_u128(1), run(1, often))]);
        turns.order(&mut [], &going);
        let mut waiting = [run(2, often), run(3, once)];
        turns.order(&mut waiting, &HashMap::new());
        assert_eq!(waiting[0].script, once);
    }
}
