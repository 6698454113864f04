import { canMakeCalls } from '../../platform/callSupport.ts';
import { browserClock } from '../../platform/browserPorts.ts';
import { browserProfileStorage } from '../../platform/storage.ts';
import { Checkup } from '../checkup.ts';
import type { BrowserPort, CheckupPorts } from '../checks/checkupPorts.ts';
import type { CheckupRequests } from '../checks/checkupRequests.ts';
import { createBrowserInputs } from './browserInputs.ts';
import { browserPeers } from './browserPeers.ts';

/** Creates the check-up of a page. */
export function createBrowserCheckup(requests: CheckupRequests): Checkup {
  return new Checkup(browserPorts(), requests);
}

function browserPorts(): CheckupPorts {
  return {
    baseUrl: location.origin,
    fetch: (input, init) => fetch(input, init),
    clock: browserClock,
    preciseNow: () => performance.now(),
    storage: browserProfileStorage,
    peers: browserPeers,
    inputs: createBrowserInputs(),
    browser: browserFacts,
  };
}

const browserFacts: BrowserPort = {
  canCall: canMakeCalls,
  isHidden: () => document.visibilityState === 'hidden',
  notifications: () => (typeof Notification === 'undefined' ? 'unsupported' : Notification.permission),
  opensWebSocket,
};

/** The server closes a connection that does not sign in after some seconds, if this page does not. */
function opensWebSocket(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`,
    );
    const settle = (isOpen: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.close();
      resolve(isOpen);
    };
    const onAbort = (): void => settle(false);
    const timer = setTimeout(() => settle(false), timeoutMs);
    signal.addEventListener('abort', onAbort);
    socket.addEventListener('message', () => settle(true));
    socket.addEventListener('close', () => settle(false));
  });
}
