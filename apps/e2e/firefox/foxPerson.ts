import { expect } from '@playwright/test';
import type { Page, Permission } from 'puppeteer-core';
import type { Medium, Named } from '../support/callTerms.ts';
import type { OpenInputs } from '../support/media/inputProbe.ts';
import { riseOf, type Counters } from '../support/media/mediaProbe.ts';
import { foxScreen } from './foxScreen.ts';
import type { Thing } from './inFoxPage.ts';

/** One tab of a signed-in person in Firefox. */
export type FoxPerson = ReturnType<typeof foxPersonIn>;

const button = (name: string): Thing => ({ role: 'button', name });

/** Wraps a tab that is already signed in. */
export function foxPersonIn(page: Page, name: string) {
  const screen = foxScreen(page);

  async function find(other: Named): Promise<void> {
    await screen.press({ role: 'link', name: 'People' });
    await screen.write({ role: 'searchbox', name: 'Search people' }, other.name);
    await screen.expectThere({ role: 'listitem', name: other.name });
  }

  return {
    name,
    page,
    screen,
    find,
    place: async (medium: Medium, other: Named) => {
      await find(other);
      await screen.press(button(`${medium === 'voice' ? 'Voice' : 'Video'} call ${other.name}`));
    },
    callWith: (other: Named) => foxCall(page, other),
    incomingFrom: (other: Named, medium: Medium) => foxIncoming(page, other, medium),
    /** Waits for a short status, such as "Call ended, 0:42". */
    expectStatus: async (text: RegExp) => {
      await expect
        .poll(async () => (await screen.texts({ role: 'status' })).some((each) => text.test(each)), {
          message: `status ${text} in Firefox`,
          intervals: [50, 100],
        })
        .toBe(true);
    },
    expectMissedFrom: (other: Named, medium: Medium) =>
      screen.expectThere({ role: 'status', name: `Missed ${medium} call from ${other.name}` }),
    /** Waits for the dialog that says how a call ended, and closes it. */
    expectEnding: async (words: string) => {
      const dialog = { role: 'dialog', name: 'Call ended' } as const;
      const text = async (): Promise<string> => (await screen.texts(dialog))[0] ?? '';
      await expect.poll(text, { message: 'dialog "Call ended" in Firefox' }).toContain(words);
      await screen.press(button('Close'), dialog);
    },
    /** Opens the history and waits until its newest line holds these words. */
    expectNewestCall: async (words: string) => {
      await screen.press({ role: 'link', name: { startsWith: 'Calls' } });
      const newest = async (): Promise<string> =>
        (await screen.texts({ role: 'listitem' }, { role: 'list', name: 'Call history' }))[0] ?? '';
      await expect.poll(newest, { message: 'newest call in Firefox' }).toContain(words);
    },
    /** Grants a permission to the server's pages. */
    allow: async (permission: Permission) =>
      page.browserContext().overridePermissions(new URL(page.url()).origin, [permission]),
    reload: async () => void (await page.reload()),
  };
}

function foxCall(page: Page, other: Named) {
  const screen = foxScreen(page);
  const region = { role: 'region', name: `Call with ${other.name}` } as const;
  return {
    region,
    press: (name: string) => screen.press(button(name), region),
    status: async () => (await screen.texts({ role: 'status' }, region))[0] ?? '',
    phase: () => screen.attribute(region, 'data-phase'),
    route: () => screen.attribute(region, 'data-route'),
    expectGone: () => screen.expectGone(region),
  };
}

function foxIncoming(page: Page, from: Named, medium: Medium) {
  const screen = foxScreen(page);
  // Of a stranger it is a request.
  const oneOf = [`Incoming ${medium} call from ${from.name}`, `Call request from ${from.name}`];
  const dialog = { role: 'alertdialog', name: { oneOf } } as const;
  return {
    expectThere: () => screen.expectThere(dialog),
    expectGone: () => screen.expectGone(dialog),
    press: (name: string) => screen.press(button(name), dialog),
  };
}

/** Media that a page in Firefox has received so far. */
async function countIn({ page }: FoxPerson): Promise<Counters> {
  const counters = await page.evaluate(async () => (await window.countMedia?.()) ?? null);
  if (counters === null) throw new Error('The page has no probe for media.');
  return counters;
}

/** Waits until a counter of a page in Firefox has risen by this much. */
export async function expectFoxRise(person: FoxPerson, counter: keyof Counters, by: number): Promise<void> {
  const rise = riseOf(async () => (await countIn(person))[counter]);
  await expect.poll(rise, { message: `rise of ${counter} in Firefox` }).toBeGreaterThan(by);
}

/** What a video shows, scaled down; empty while it has no picture. It runs in the page. */
function pictureOf(video: Element): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 36];
  const context = canvas.getContext('2d');
  if (context === null || !(video instanceof HTMLVideoElement) || video.videoWidth === 0) return '';
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
}

/** Waits until a video in Firefox shows a picture, and then another one. Firefox counts no frames without a window. */
export async function expectFoxMoving({ screen }: FoxPerson, name: string): Promise<void> {
  const video = await screen.find({ role: 'video', name });
  const message = `pictures of ${name} in Firefox`;
  const picture = (): Promise<string> => video.evaluate(pictureOf);
  await expect.poll(picture, { message }).not.toBe('');
  const before = await picture();
  await expect.poll(async () => (await picture()) !== before, { message }).toBe(true);
}

/** Waits until a page in Firefox holds no microphone and no camera. */
export async function expectFoxReleased({ page }: FoxPerson): Promise<void> {
  const open = (): Promise<OpenInputs | null> => page.evaluate(() => window.inputProbe?.open() ?? null);
  await expect.poll(open, { message: 'open inputs in Firefox' }).toEqual({ audio: 0, video: 0 });
}
