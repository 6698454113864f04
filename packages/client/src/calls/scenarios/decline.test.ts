import { describe, expect, test } from 'vitest';
import { CallsHarness, endedBy, graceToAda } from './callsHarness.testing.ts';

function ringing(call = graceToAda()): CallsHarness {
  const harness = CallsHarness.online();
  harness.push(call);
  harness.resolve('call:ringing', { ...call, version: 2, phase: 'ringing' });
  harness.clear();
  return harness;
}

describe('declining', () => {
  test('removes the call at once and tells the server', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming).toBeNull();
    expect(harness.requestNames).toEqual(['call:decline']);
    harness.push(graceToAda({ version: 3, phase: 'ringing' }));
    expect(harness.screen.incoming).toBeNull();
  });

  test('offline: removes the call and tells the server once it is back', () => {
    const harness = ringing();
    harness.detach();
    harness.screen.incoming?.decline();
    expect(harness.screen.incoming).toBeNull();
    harness.attach([graceToAda({ version: 3, phase: 'ringing' })]);
    expect(harness.requestNames).toEqual(['call:decline']);
    harness.resolve('call:decline', graceToAda(endedBy({ reason: 'declined' })));
    expect(harness.toasts).toEqual([]);
  });

  test('too late: shows that another device answered, whose call continues', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    harness.reject('call:decline', 'answeredElsewhere');
    expect(harness.toasts).toEqual(['answeredElsewhere']);
    expect(harness.state.pendingEnds).toEqual([]);
  });

  test('repeats the request when the server is busy', () => {
    const harness = ringing();
    harness.screen.incoming?.decline();
    harness.reject('call:decline', 'unavailable');
    harness.advance(2_000);
    expect(harness.requestNames).toEqual(['call:decline', 'call:decline']);
  });
});
