import type { CallId } from '@ringback/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCallId } from '../testing/testServer.ts';
import { Wakes } from './wakes.ts';

const callId: CallId = newCallId();

test('wakes come out in the order of their times, however they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant('shift'))), (steps) => {
      const wakes = new Wakes();
      let expected: number[] = [];
      for (const step of steps) {
        if (typeof step === 'number') {
          wakes.add({ callId, at: step });
          expected = [...expected, step].toSorted((a, b) => a - b);
        } else {
          wakes.shift();
          expected = expected.slice(1);
        }
        expect(wakes.first()?.at).toBe(expected[0]);
      }
    }),
  );
});
