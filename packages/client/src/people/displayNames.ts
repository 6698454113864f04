import type { Person } from '@ringback/protocol';
import { createStore } from 'zustand/vanilla';
import type { ReadonlyStore } from '../platform/store.ts';
import type { People } from './peopleStore.ts';

/*
 * Calls, entries and messages carry the name that a person had at that time. Screens show the current name instead, so
 * that a rename appears everywhere at once without fetching anything again.
 */

/** Returns a person as they are known now: the same object until something about them changes. */
export type DisplayNames = (person: Person) => Person;

/** Derives a store in which `show` has replaced people by how they are known now. */
export function withDisplayNames<State>(
  source: ReadonlyStore<State>,
  people: ReadonlyStore<People>,
  show: (state: State, names: DisplayNames) => State,
): ReadonlyStore<State> {
  let { known } = people.getState();
  let names = displayNamesOf(known);
  const store = createStore<State>(() => show(source.getState(), names));
  const update = (): void => store.setState(show(source.getState(), names), true);
  source.subscribe(update);
  people.subscribe((now) => {
    if (now.known === known) return;
    ({ known } = now);
    names = displayNamesOf(known);
    update();
  });
  return store;
}

function displayNamesOf(known: People['known']): DisplayNames {
  const byId = new Map<Person['id'], Person>(known.map((person) => [person.id, person]));
  return (person) => byId.get(person.id) ?? person;
}

/** Shows a thing with its peer's current name; the result stays the same object until the peer changes. */
export function showPeerOf<Thing extends { readonly peer: Person }>(): (
  thing: Thing,
  names: DisplayNames,
) => Thing {
  const cache = new WeakMap<Thing, Thing>();
  return (thing, names) => {
    const peer = names(thing.peer);
    if (peer === thing.peer) return thing;
    const before = cache.get(thing);
    if (before?.peer === peer) return before;
    const renamed = { ...thing, peer };
    cache.set(thing, renamed);
    return renamed;
  };
}
