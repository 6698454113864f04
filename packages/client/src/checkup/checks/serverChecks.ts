import { answersOverHttp } from '../../connection/offlineReason.ts';
import type { Check } from './check.ts';
import type { CheckupPorts } from './checkupPorts.ts';
import { found, good, type Finding } from '../findings/finding.ts';
import type { CheckupRequests } from './checkupRequests.ts';

/** Several, because the first request may have to open a connection, and any may meet a busy moment. */
const roundTrips = 4;
const timeoutMs = 4_000;
/** Above this, calls take noticeably longer to ring. */
const slowMs = 300;
/** Clocks that part by more show calls at the wrong time. */
const clockToleranceMs = 90_000;

interface Answer {
  readonly ms: number;
  readonly clockAheadMs: number | undefined;
}

/** Whether the server answers over HTTP, how fast, and what its clock says. */
export function serverCheck(ports: Pick<CheckupPorts, 'fetch' | 'baseUrl' | 'clock' | 'preciseNow'>): Check {
  return {
    name: 'server',
    run: async (signal, progress) => {
      const answers: Answer[] = [];
      while (answers.length < roundTrips) {
        const answer = await ask(ports, signal);
        if (answer === undefined) return found('serverUnreachable');
        answers.push(answer);
        progress({ part: answers.length / roundTrips });
      }
      return judgeServer(answers);
    },
  };
}

async function ask(
  { fetch, baseUrl, clock, preciseNow }: Pick<CheckupPorts, 'fetch' | 'baseUrl' | 'clock' | 'preciseNow'>,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  const start = preciseNow();
  try {
    const response = await fetch(`${baseUrl}/healthz`, {
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) return undefined;
    const date = Date.parse(response.headers.get('date') ?? '');
    const clockAheadMs = Number.isNaN(date) ? undefined : clock.wall() - date;
    return { ms: preciseNow() - start, clockAheadMs };
  } catch {
    return undefined;
  }
}

function judgeServer(answers: readonly Answer[]): Finding {
  const roundTripMs = Math.max(1, Math.round(Math.min(...answers.map(({ ms }) => ms))));
  const clockAheadMs = answers.at(-1)?.clockAheadMs;
  if (clockAheadMs !== undefined && Math.abs(clockAheadMs) > clockToleranceMs) {
    return found('clockOff', { roundTripMs, clockAheadMs });
  }
  return roundTripMs > slowMs ? found('serverSlow', { roundTripMs }) : good({ roundTripMs });
}

async function timesOf(
  { preciseNow }: Pick<CheckupPorts, 'preciseNow'>,
  requests: Pick<CheckupRequests, 'time'>,
): Promise<readonly number[]> {
  const times: number[] = [];
  while (times.length < roundTrips) {
    const start = preciseNow();
    if (!(await requests.time()).ok) return times;
    times.push(preciseNow() - start);
  }
  return times;
}

/** Whether the live connection opens, which proxies may block although pages load; and its round trip. */
export function liveCheck(ports: CheckupPorts, requests: Pick<CheckupRequests, 'time'>): Check {
  return {
    name: 'live',
    run: async (signal) => {
      if (!(await ports.browser.opensWebSocket(timeoutMs, signal))) {
        return found((await answersOverHttp(ports)) ? 'websocketsBlocked' : 'serverRefuses');
      }
      const times = await timesOf(ports, requests);
      // A tab that is not connected yet has no time of its own to measure; the connection opened all the same.
      if (times.length === 0) return good();
      const roundTripMs = Math.max(1, Math.round(Math.min(...times)));
      return roundTripMs > slowMs ? found('serverSlow', { roundTripMs }) : good({ roundTripMs });
    },
  };
}
