import { randomUUID } from 'node:crypto';
import { CallId, MessageId } from '@ringback/protocol';
import type { RawDevice } from '@ringback/testkit';
import type { Locator, Page } from '@playwright/test';
import * as v from 'valibot';
import { openRawDevice } from '../../support/rawDevice.ts';
import { longIf } from '../../support/tags.ts';
import { expect, nameFor, test } from '../../support/test.ts';

/** A window, and the size of the root font, as the system's text size sets it. */
interface Screen {
  readonly width: number;
  readonly height: number;
  readonly fontPx?: number;
}

const screens: readonly (readonly [string, Screen])[] = [
  ['with the keyboard of a phone open', { width: 360, height: 280 }],
  ['at 400 % zoom', { width: 320, height: 256 }],
  ['with large text', { width: 390, height: 844, fontPx: 24 }],
  ['with the largest text', { width: 390, height: 844, fontPx: 32 }],
];

/** Wide letters without a space. */
const wideName = 'W'.repeat(30);

async function show(page: Page, { width, height, fontPx }: Screen): Promise<void> {
  await page.setViewportSize({ width, height });
  if (fontPx === undefined) return;
  await page.evaluate((px) => {
    document.documentElement.style.fontSize = `${px}px`;
  }, fontPx);
}

/** Each is in sight as a whole, and nothing covers it. */
async function expectInReach(...parts: readonly Locator[]): Promise<void> {
  for (const part of parts) {
    await expect(part).toBeInViewport({ ratio: 1 });
    if (await part.isEnabled()) await part.click({ trial: true });
  }
}

async function expectNothingCutOff(page: Page): Promise<void> {
  const beyond = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(beyond, { message: 'pixels beyond the right edge' }).toBeLessThanOrEqual(0);
}

async function write(from: RawDevice, to: RawDevice, text: string): Promise<void> {
  const id = v.parse(MessageId, randomUUID());
  await from.must('message:send', { id, to: to.userId, text });
}

for (const [title, screen] of screens) {
  const details = { tag: longIf(title !== 'with the keyboard of a phone open') };
  test(`${title}, people can write, answer and hang up`, details, async ({ person, server }, testInfo) => {
    const ada = await person('Ada');
    const { page } = ada;
    const grace = { name: nameFor(testInfo, wideName) };
    const [phone, adas] = [
      await openRawDevice(server.url, grace.name),
      await openRawDevice(server.url, ada.name),
    ];
    for (let n = 10; n <= 21; n += 1) await write(phone, adas, `Message ${n}`);

    const talk = ada.conversationWith(grace);
    await page.goto(new URL(`/people/${phone.userId}`, server.url).href);
    await show(page, screen);
    await expect(talk.line('Message 21')).toBeInViewport({ ratio: 1 });
    await expectInReach(talk.field, talk.send);
    await talk.field.fill('Several\nlines\nof\ntext\nin\none\nmessage');
    await expectInReach(talk.field, talk.send);
    await expectNothingCutOff(page);

    const callId = v.parse(CallId, randomUUID());
    await phone.must('call:place', { callId, to: adas.userId, media: 'video' });
    const incoming = ada.incomingFrom(grace, 'video');
    await expectInReach(incoming.accept, incoming.acceptWithoutVideo, incoming.decline, incoming.message);
    await incoming.decline.click();

    await ada.place('voice', grace);
    const call = ada.callWith(grace);
    await expectInReach(call.backToApp, call.cancel, call.mute, call.more);
    await call.backToApp.click();
    await ada.navigation.people.click();
    await ada.people.conversation(grace).click();
    await expectInReach(call.cancel, talk.field, talk.send);
    await expectNothingCutOff(page);
    await call.cancel.click();
  });

  test(`${title}, people can sign in`, details, async ({ open }) => {
    const page = await open('/', { profile: 'own' });
    await show(page, screen);
    await expectInReach(
      page.getByRole('textbox', { name: 'Your name' }),
      page.getByRole('button', { name: 'Continue' }),
    );
    await expectNothingCutOff(page);
  });
}

test('in a call with the keyboard open, the newest message stays in sight', async ({
  person,
  server,
}, testInfo) => {
  const ada = await person('Ada');
  const grace = { name: nameFor(testInfo, wideName) };
  const phone = await openRawDevice(server.url, grace.name);
  const adas = await openRawDevice(server.url, ada.name);
  for (let n = 10; n <= 21; n += 1) await write(phone, adas, `Message ${n}`);
  await ada.page.setViewportSize({ width: 360, height: 640 });
  await ada.place('voice', grace);
  await ada.backToApp();
  await ada.navigation.people.click();
  await ada.people.conversation(grace).click();
  const talk = ada.conversationWith(grace);
  await expect(talk.line('Message 21')).toBeInViewport({ ratio: 1 });
  await ada.page.setViewportSize({ width: 360, height: 380 });
  await expect(talk.line('Message 21')).toBeInViewport({ ratio: 1 });
  await expectInReach(talk.field, talk.send, ada.callWith(grace).cancel);
});
