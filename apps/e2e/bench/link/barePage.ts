import type { Page } from '@playwright/test';
import type { Flow } from './bareEnd.ts';

/** Prepares a page for the answer. */
export async function prepare(
  page: Page,
  flow: Flow,
  role: 'caller' | 'callee',
  servers: readonly RTCIceServer[],
): Promise<void> {
  await page.evaluate((args) => window.bare?.prepare(args.flow, args.role === 'caller', args.servers), {
    flow,
    role,
    servers,
  });
}

/** Answers; returns the time. */
export async function acceptBare(page: Page): Promise<number> {
  const at = await page.evaluate(() => window.bare?.accept() ?? null);
  if (at === null) throw new Error('The page is no end of a bare call.');
  return at;
}

export async function hangUpBare(page: Page): Promise<void> {
  await page.evaluate(() => window.bare?.hangUp());
}
