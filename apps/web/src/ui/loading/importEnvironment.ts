import type { ImportEnvironment, ServedBuild } from './importWithRetry.ts';

/** A server that has not answered by then counts as unreachable. */
const answerTimeoutMs = 5_000;

/** Style sheets that failed to load. The bundler requests each one only once, and would go on without it. */
const failedStyles = new Set<HTMLLinkElement>();

/** Several imports may fail at once; they share one check. */
let pendingCheck: Promise<ServedBuild> | undefined;

/** The environment of this page. */
export function browserImportEnvironment(): ImportEnvironment {
  // Adding the same listener again has no effect.
  window.addEventListener('error', rememberFailedStyle, { capture: true });
  return {
    checkServedBuild,
    pause,
    retryFailedStyles: async () => void (await Promise.all([...failedStyles].map(reload))),
  };
}

/** Which build the server has now. */
export function checkServedBuild(): Promise<ServedBuild> {
  return (pendingCheck ??= fetchServedBuild().finally(() => (pendingCheck = undefined)));
}

/** Errors of elements do not bubble: they are only visible in the capture phase. */
function rememberFailedStyle({ target }: Event): void {
  if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') failedStyles.add(target);
}

function reload(failed: HTMLLinkElement): Promise<void> {
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

/** The scripts of a page, as Vite writes them. The policy for trusted types allows no HTML parser. */
const scripts = /<script type="module"[^>]* src="([^"]+)"/gu;

/**
 * Each build names its scripts after their content, so a page with other ones is from another build. A page without any
 * is not the server's, but that of a network's sign-in.
 */
async function fetchServedBuild(): Promise<ServedBuild> {
  const mine = [...document.querySelectorAll('script[type="module"][src]')];
  try {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const response = await fetch(location.pathname, { cache: 'no-store', signal });
    if (!response.ok) return 'unreachable';
    const served = new Set([...(await response.text()).matchAll(scripts)].map(([, src]) => src));
    if (served.size === 0) return 'unreachable';
    return mine.every((script) => served.has(script.getAttribute('src') ?? '')) ? 'same' : 'newer';
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
