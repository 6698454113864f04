import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinHeap } from './minHeap.ts';

test('items come out in the order of their times, no matter how they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant('removeFirst'))), (steps) => {
      const heap = new MinHeap();
      let expected: number[] = [];
      for (const step of steps) {
        if (typeof step === 'number') {
          heap.add({ at: step });
          expected = [...expected, step].toSorted((a, b) => a - b);
        } else {
          heap.removeFirst();
          expected = expected.slice(1);
        }
        expect(heap.first()?.at).toBe(expected[0]);
      }
    }),
  );
});
