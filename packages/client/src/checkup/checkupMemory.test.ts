import { expect, test } from 'vitest';
import { createFakeStorage } from '../testing/storage.ts';
import { CheckupMemory } from './checkupMemory.ts';
import { found, good, type CheckName, type Finding } from './findings/finding.ts';

type Findings = ReadonlyMap<CheckName, Finding>;

const one = (name: CheckName, finding: Finding): Findings => new Map([[name, finding]]);

function remembering(findings: Findings, network = 'home'): CheckupMemory {
  const memory = new CheckupMemory(createFakeStorage());
  memory.add({ network, at: 1, findings });
  return memory;
}

test('a network that got slower is compared with the last time', () => {
  const memory = remembering(one('quality', good({ roundTripMs: 40 })));
  expect(memory.compare('home', one('quality', good({ roundTripMs: 180 })))).toEqual(
    new Map([['quality', { kind: 'slower', beforeMs: 40, nowMs: 180 }]]),
  );
});

test('what varies a little, or was on another network, is not worth a word', () => {
  const memory = remembering(one('quality', good({ roundTripMs: 40 })));
  expect(memory.compare('home', one('quality', good({ roundTripMs: 70 }))).size).toBe(0);
  expect(memory.compare('office', one('quality', good({ roundTripMs: 900 }))).size).toBe(0);
});

test('a check that begins to fail, and works again, says so', () => {
  const memory = remembering(one('relayUdp', good()));
  const failed = one('relayUdp', found('relayUnreachable'));
  expect(memory.compare('home', failed).get('relayUdp')).toEqual({ kind: 'worse' });
  memory.add({ network: 'home', at: 2, findings: failed });
  expect(memory.compare('home', one('relayUdp', good())).get('relayUdp')).toEqual({ kind: 'better' });
});

test('one check again keeps what is known of the others', () => {
  const memory = remembering(one('server', good({ roundTripMs: 20 })));
  memory.add({ network: 'home', at: 2, findings: one('camera', good()) });
  expect(memory.compare('home', one('server', good({ roundTripMs: 400 }))).get('server')?.kind).toBe(
    'slower',
  );
});

test('it keeps the 16 latest networks', () => {
  const memory = remembering(one('server', good({ roundTripMs: 20 })), 'oldest');
  for (let index = 0; index < 16; index += 1) {
    memory.add({
      network: `network ${index}`,
      at: index,
      findings: one('server', good({ roundTripMs: 20 })),
    });
  }
  const slow = one('server', good({ roundTripMs: 500 }));
  expect(memory.compare('oldest', slow).size).toBe(0);
  expect(memory.compare('network 0', slow).size).toBe(1);
});
