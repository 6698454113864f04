import { UserId } from '@ringback/protocol';
import * as v from 'valibot';
import { beforeEach, expect, test } from 'vitest';
import { watchOtherSide, type TabChannel } from './otherSide.ts';

/** The tabs of one browser profile. */
class FakeProfile {
  readonly #tabs = new Set<{ onMessage: (message: unknown) => void }>();

  open(): TabChannel {
    const tab = { onMessage: (_message: unknown): void => {} };
    this.#tabs.add(tab);
    return {
      send: (message) => {
        for (const other of this.#tabs) if (other !== tab) other.onMessage(message);
      },
      listen: (onMessage) => void (tab.onMessage = onMessage),
      close: () => void this.#tabs.delete(tab),
    };
  }
}

const [ada, grace] = [1, 2].map((n) => v.parse(UserId, `00000000-0000-4000-8000-00000000000${n}`));

let profile: FakeProfile;
let heard: Record<'ada' | 'grace', boolean>;

beforeEach(() => {
  profile = new FakeProfile();
  heard = { ada: false, grace: false };
});

function join(who: 'ada' | 'grace', channel = profile.open()): () => void {
  const me = who === 'ada' ? ada : grace;
  if (me === undefined) throw new Error('No side has joined.');
  return watchOtherSide(channel, me, (isHere) => (heard[who] = isHere));
}

test('both sides learn of each other, in either order of joining', () => {
  join('ada');
  expect(heard).toEqual({ ada: false, grace: false });
  join('grace');
  expect(heard).toEqual({ ada: true, grace: true });
});

test('the other side leaves', () => {
  join('ada');
  const leave = join('grace');
  leave();
  expect(heard.ada).toBe(false);
});

test('the page of one side is reloaded: both know it again', () => {
  join('ada');
  join('grace')();
  heard.grace = false;
  join('grace');
  expect(heard).toEqual({ ada: true, grace: true });
});

test('another tab of the same person is not the other side', () => {
  join('ada');
  join('ada')();
  expect(heard.ada).toBe(false);
});

test('messages of another kind are ignored', () => {
  join('ada');
  for (const message of [null, 'joined', { side: 'x' }, { side: 'x', news: 'ringing' }])
    profile.open().send(message);
  expect(heard.ada).toBe(false);
});

test('a channel that fails costs no call', () => {
  const broken: TabChannel = {
    send: () => {
      throw new DOMException('closed', 'InvalidStateError');
    },
    listen: () => {},
    close: () => {},
  };
  expect(join('ada', broken)).not.toThrow();
});
