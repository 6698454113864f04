import type { Clock } from '../../platform/ports.ts';
import type { Check } from './check.ts';
import type { BrowserPort, CheckupPorts } from './checkupPorts.ts';
import { found, good } from '../findings/finding.ts';
import { delay } from './openInput.ts';

const timers = 12;
const timerMs = 40;
/** A page whose timers are this late cannot keep a call's pictures moving. */
const lateMs = 150;

/** What the browser lacks, and whether it lets this page work. */
export function browserCheck({ browser, clock, preciseNow }: CheckupPorts): Check {
  return {
    name: 'browser',
    run: async (signal) => {
      if (!browser.canCall()) return found('browserCannotCall');
      const late = await medianLateness(clock, preciseNow, signal);
      if (browser.isHidden()) return found('browserHidden');
      return late > lateMs ? found('browserBusy') : good();
    },
  };
}

async function medianLateness(clock: Clock, now: () => number, signal: AbortSignal): Promise<number> {
  const late: number[] = [];
  while (late.length < timers && !signal.aborted) {
    const start = now();
    await delay(clock, timerMs, signal);
    late.push(now() - start - timerMs);
  }
  return late.toSorted((a, b) => a - b)[Math.floor(late.length / 2)] ?? 0;
}

/** Whether the browser may tell of calls while the user looks elsewhere. */
export function notificationsCheck(browser: BrowserPort): Check {
  return {
    name: 'notifications',
    run: () => Promise.resolve(judgeNotifications(browser.notifications())),
  };
}

function judgeNotifications(permission: ReturnType<BrowserPort['notifications']>) {
  switch (permission) {
    case 'granted':
      return good();
    case 'default':
      return found('notificationsOff');
    case 'denied':
      return found('notificationsBlocked');
    case 'unsupported':
      return found('notificationsUnsupported');
  }
}
