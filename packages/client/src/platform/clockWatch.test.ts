import { createFakeClock } from '@ringback/testkit';
import { expect, test, vi } from 'vitest';
import { ClockWatch } from './clockWatch.ts';

function watch() {
  const clock = createFakeClock();
  const onParted = vi.fn<() => void>();
  return { clock, onParted, clockWatch: new ClockWatch(clock, onParted) };
}

test.for([60_000, 300_000, -3_600_000])(
  'a wall clock that is set by %d ms is noticed once within seconds',
  (stepMs) => {
    const { clock, onParted, clockWatch } = watch();
    clockWatch.start();
    clock.advance(60_000);
    expect(onParted).not.toHaveBeenCalled();
    clock.setWall(stepMs);
    clock.advance(60_000);
    expect(onParted).toHaveBeenCalledOnce();
    clock.setWall(0);
    clock.advance(60_000);
    expect(onParted).toHaveBeenCalledTimes(2);
  },
);

test('after a sleep, a check finds it before any timer fires', () => {
  const { clock, onParted, clockWatch } = watch();
  clock.setWall(8 * 3_600_000);
  clockWatch.check();
  expect(onParted).toHaveBeenCalledOnce();
});

test('the small steps of rounded clocks and of a clock that is corrected change nothing', () => {
  const { clock, onParted, clockWatch } = watch();
  for (const aheadMs of [-100, 100, 200]) {
    clock.setWall(aheadMs);
    clockWatch.check();
  }
  expect(onParted).not.toHaveBeenCalled();
});

test('no timer is left once it has stopped', () => {
  const { clock, clockWatch } = watch();
  clockWatch.start();
  clock.advance(20_000);
  clockWatch.stop();
  expect(clock.waiting()).toBe(0);
});
