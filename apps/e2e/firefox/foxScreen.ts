import { expect } from '@playwright/test';
import { ElementHandle, type Page } from 'puppeteer-core';
import { findThings, type Thing } from './inFoxPage.ts';

/** A screen in Firefox: things are found by role and name, as page objects do it in Chromium. */
export interface FoxScreen {
  /** Waits for a thing and returns it. */
  readonly find: (thing: Thing, within?: Thing) => Promise<ElementHandle>;
  readonly press: (thing: Thing, within?: Thing) => Promise<void>;
  /** Replaces the text of a field. */
  readonly write: (thing: Thing, text: string) => Promise<void>;
  /** The texts of all things with a role, in the order of the page. */
  readonly texts: (thing: Thing, within?: Thing) => Promise<readonly string[]>;
  /** An attribute of a thing; null where either is missing. */
  readonly attribute: (thing: Thing, name: string) => Promise<string | null>;
  readonly expectThere: (thing: Thing, within?: Thing) => Promise<void>;
  readonly expectGone: (thing: Thing) => Promise<void>;
}

const intervals = [50, 100, 250];

const described = ({ role, name = '' }: Thing): string => `${role} "${wordsOf(name)}" in Firefox`;

function wordsOf(name: Thing['name'] = ''): string {
  if (typeof name === 'string') return name;
  return 'oneOf' in name ? name.oneOf.join('" or "') : name.startsWith;
}

/** The screen of a page. */
export function foxScreen(page: Page): FoxScreen {
  const all = (thing: Thing, within: Thing | null = null) => page.evaluateHandle(findThings, thing, within);

  /** Looks once; null where it is not there. */
  async function look(thing: Thing, within?: Thing): Promise<ElementHandle | null> {
    const found = await all(thing, within);
    const first = await found.evaluateHandle(([element]) => element ?? null);
    return first instanceof ElementHandle ? first : null;
  }

  async function find(thing: Thing, within?: Thing): Promise<ElementHandle> {
    let found: ElementHandle | null = null;
    const isThere = async (): Promise<boolean> => {
      found = await look(thing, within);
      return found !== null;
    };
    await expect.poll(isThere, { message: described(thing), intervals }).toBe(true);
    if (found === null) throw new Error('A thing that was found is there.');
    return found;
  }

  return {
    find,
    press: async (thing, within) => {
      // A render may replace it between the look and the click.
      await expect(async () => (await find(thing, within)).click()).toPass({ intervals, timeout: 15_000 });
    },
    write: async (thing, text) => {
      const field = await find(thing);
      await field.click({ count: 3 });
      await field.type(text);
    },
    texts: async (thing, within) => {
      const found = await all(thing, within);
      return found.evaluate((elements) => elements.map((each) => each.textContent?.trim() ?? ''));
    },
    attribute: async (thing, name) => {
      const found = await all(thing);
      return found.evaluate(([first], key) => first?.getAttribute(key) ?? null, name);
    },
    expectThere: async (thing, within) => void (await find(thing, within)),
    expectGone: async (thing) => {
      const isThere = async (): Promise<boolean> => (await look(thing)) !== null;
      await expect.poll(isThere, { message: described(thing), intervals }).toBe(false);
    },
  };
}
