import { findFirefox } from '@ringback/tooling';
import { launch, type Browser } from 'puppeteer-core';

/** Preferences of Firefox. */
export type Preferences = Readonly<Record<string, boolean | number | string>>;

/** Longer than a busy machine takes for anything; a hanging browser must not block a run. */
const timeoutMs = 60_000;

/** A camera with a moving picture, a microphone with a tone, no permission prompts. */
const preferences: Preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // 0 allows sound without a click.
  'media.autoplay.default': 0,
  // Machines for tests resolve no mDNS names.
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  // The relay of a test server listens on a loopback address, which Firefox leaves out by default.
  'media.peerconnection.ice.loopback': true,
  // A reload in a call would ask, and wait for an answer; Playwright gives it by itself.
  'dom.disable_beforeunload': true,
  // No background traffic.
  'app.normandy.enabled': false,
  'dom.push.connection.enabled': false,
};

/**
 * Starts Firefox with a fresh profile, which is deleted when it is closed. It is driven over WebDriver BiDi, because
 * Playwright only drives a Firefox that it has built itself.
 * @param program its path; without one, the Firefox of this machine
 */
export async function launchFirefox(program?: string, more: Preferences = {}): Promise<Browser> {
  const executablePath = program ?? findFirefox(process.env);
  if (executablePath === null) throw new Error('There is no Firefox; `npm test` says how to install one.');
  return launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    protocolTimeout: timeoutMs,
    timeout: timeoutMs,
    extraPrefsFirefox: { ...preferences, ...more },
  });
}
