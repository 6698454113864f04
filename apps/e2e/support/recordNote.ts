import { expect, type Locator } from '@playwright/test';
import { noteDialog } from '../pages/noteDialog.ts';
import type { Person } from './person.ts';
import type { Medium } from './callTerms.ts';

/** Controls of a dialog that records. */
interface Recorder {
  readonly record: Locator;
  readonly stop: Locator;
  readonly progress: Locator;
}

/**
 * Records at least this many seconds, by the progress ring, which is polled because it shows each second only briefly.
 */
export async function recordFor(seconds: number, recorder: Recorder): Promise<void> {
  await recorder.record.click();
  await untilRecorded(seconds, recorder);
  await recorder.stop.click();
}

/** Waits until a running recording is this long. */
export async function untilRecorded(
  seconds: number,
  { progress }: Pick<Recorder, 'progress'>,
): Promise<void> {
  await expect
    .poll(async () => Number(await progress.getAttribute('aria-valuenow')), { intervals: [100] })
    .toBeGreaterThanOrEqual(seconds);
}

/** Records a note after an unanswered call, without sending it. */
export async function recordNote(caller: Person, medium: Medium, seconds: number): Promise<void> {
  const note = noteDialog(caller.page, medium);
  await caller.after.leaveNote(medium).click();
  await recordFor(seconds, note);
  await expect(note.play).toBeVisible();
}
