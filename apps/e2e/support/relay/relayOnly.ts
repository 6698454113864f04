import type { BrowserContext } from '@playwright/test';

/** Allows the pages of a context to connect through relays only. Install it before the first page loads. */
export async function allowRelaysOnly(context: BrowserContext): Promise<void> {
  await context.addInitScript(relaysOnlyInPage);
}

/** Runs in the page, so it may use nothing from this file. */
function relaysOnlyInPage(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}
