import type { BrowserContext } from '@playwright/test';

/** Leaves every page of a context nothing but relays to connect by; must come before its first page loads. */
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
