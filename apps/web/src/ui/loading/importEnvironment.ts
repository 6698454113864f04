import type { ImportEnvironment, Served } from './importWithRetry.ts';

/** A server that has not answered by then counts as not reached. */
const answerMs = 5_000;

/** Style sheets that could not be fetched. The bundler asks for each once, and draws without it the next time. */
const failedStyles = new Set<HTMLLinkElement>();

/** Several parts may fail at once, and one answer is enough for them. */
let asking: Promise<Served> | undefined;

/** What this browser and this page give to imports. */
export function browserImportEnvironment(): ImportEnvironment {
  // The same listener once more is no second one.
  window.addEventListener('error', noteFailedStyle, { capture: true });
  return {
    served: () => (asking ??= whatIsServed().finally(() => (asking = undefined))),
    pause,
    mendStyles: async () => void (await Promise.all([...failedStyles].map(fetchAgain))),
  };
}

/** Errors of elements do not bubble, and are seen on their way down alone. */
function noteFailedStyle({ target }: Event): void {
  if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failedStyles.add(target);
}

function fetchAgain(failed: HTMLLinkElement): Promise<void> {
  failedStyles.delete(failed);
  const again = document.createElement('link');
  again.rel = failed.rel;
  again.href = failed.href;
  return new Promise((resolve, reject) => {
    again.addEventListener('load', () => resolve());
    again.addEventListener('error', () => reject(new Error('A style sheet could not be fetched')));
    failed.replaceWith(again);
  });
}

/** Every build names its first script by its content, so that a page without this one's is of another build. */
async function whatIsServed(): Promise<Served> {
  const mine = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
  try {
    const signal = AbortSignal.timeout(answerMs);
    const response = await fetch(location.pathname, { cache: 'no-store', signal });
    if (!response.ok) return 'unreachable';
    return (await response.text()).includes(mine) ? 'same' : 'newer';
  } catch {
    return 'unreachable';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });
}
