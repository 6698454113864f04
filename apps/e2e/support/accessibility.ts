import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with every WCAG 2.2 A and AA rule, and every best practice, that a screen violates in either theme. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectStill(page);
    expect(await violations(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
}

/** Colors are checked after their transitions, not in the middle of one. */
async function expectStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const endless = (animation: Animation) => animation.effect?.getTiming().iterations === Infinity;
    const ending = document.getAnimations().filter((animation) => !endless(animation));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

async function violations(page: Page): Promise<string[]> {
  if (await page.evaluate(() => window.axe === undefined)) await page.evaluate(await axeSource);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const results = await window.axe?.run({ runOnly: { type: 'tag', values: tags } });
    return (results?.violations ?? []).flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  });
}

/** Fails if a screen stays wider than the window, or cuts off a control. */
export async function expectNoSidewaysScroll(page: Page, screen: string): Promise<void> {
  const overflow = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const pressable = [...document.querySelectorAll('button, a')];
      const seen = pressable.filter((element) => element.checkVisibility({ visibilityProperty: true }));
      const beyond = seen.map((element) => {
        const { left, right } = element.getBoundingClientRect();
        return Math.floor(Math.max(right - clientWidth, -left));
      });
      return Math.max(scrollWidth - clientWidth, ...beyond);
    });
  await expect.poll(overflow, `px that ${screen} is too wide`).toBe(0);
}
