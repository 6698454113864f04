import { expect } from '@playwright/test';
import type { Medium, Named } from '../support/callTerms.ts';
import type { FoxPerson } from './foxPerson.ts';
import type { Thing } from './inFoxPage.ts';

const button = (name: string): Thing => ({ role: 'button', name });

/** Records at least this many seconds in Firefox after an unanswered call, and sends the note. */
export async function foxRecordNote({ screen }: FoxPerson, medium: Medium, seconds: number): Promise<void> {
  const dialog = { role: 'dialog', name: `Leave a ${medium} note` } as const;
  await screen.press(button(dialog.name), { role: 'dialog', name: 'Call ended' });
  await screen.press(button('Record'), dialog);
  const recorded = async (): Promise<number> =>
    Number(await screen.attribute({ role: 'progressbar', name: 'Recorded' }, 'aria-valuenow'));
  await expect
    .poll(recorded, { message: 'seconds recorded', intervals: [100] })
    .toBeGreaterThanOrEqual(seconds);
  await screen.press(button('Stop'), dialog);
  await screen.expectThere(button('Play'), dialog);
  await screen.press(button('Send'), dialog);
  await screen.expectGone(dialog);
}

/** Opens the conversation with a person in Firefox and plays their note to its end. */
export async function expectFoxPlays(fox: FoxPerson, from: Named, medium: Medium): Promise<void> {
  const { screen } = fox;
  await fox.find(from);
  await screen.press(
    { role: 'link', name: { startsWith: from.name } },
    { role: 'listitem', name: from.name },
  );
  const kind = medium === 'voice' ? 'Voice' : 'Video';
  const note: Thing = { role: 'listitem', name: { startsWith: `${kind} note from ${from.name}` } };
  await screen.press(button('Play'), note);
  const player = await screen.find({ role: medium === 'voice' ? 'audio' : 'video' }, note);
  const hasEnded = (): Promise<boolean> =>
    player.evaluate((element) => element instanceof HTMLMediaElement && element.ended);
  await expect.poll(hasEnded, { message: `the ${medium} note has played to its end in Firefox` }).toBe(true);
  await expect.poll(() => screen.attribute(note, 'aria-label')).toMatch(/, played$/);
}
