import type { Person } from '@ringback/protocol';
import { identityOf, type Identity } from '../../ui/avatar/identity.ts';
import { toCss } from '../../ui/avatar/palette.ts';
import { inTime } from '../../ui/browser/attempt.ts';

/** The largest size that systems show, in pixels. */
const side = 192;

/** A notification is shown without an icon rather than later than this. */
const timeoutMs = 1_000;

/** The URL of a person's notification icon; undefined where there is none within a second. Never rejects. */
export function iconFor(person: Person | undefined): Promise<string | undefined> {
  if (person === undefined) return Promise.resolve(undefined);
  return inTime(createIcon(person), timeoutMs, undefined).catch(() => undefined);
}

/**
 * The picture that the person chose, or else their initials on their colors as a PNG in a `data:` URL, since systems draw
 * notifications without style sheets. Undefined where canvas is not available.
 */
async function createIcon(person: Person): Promise<string | undefined> {
  if (person.picture !== undefined) return `/api/pictures/${person.picture}`;
  if (typeof OffscreenCanvas !== 'function') return undefined;
  const canvas = new OffscreenCanvas(side, side);
  const pen = canvas.getContext('2d');
  if (pen === null) return undefined;
  paint(pen, identityOf(person));
  return toDataUrl(await canvas.convertToBlob({ type: 'image/png' }));
}

/** Same colors as `Avatar.module.css`, without its rings: they are too fine at the size of an icon. */
function paint(
  pen: OffscreenCanvasRenderingContext2D,
  { colors: { from, to }, x, y, initials }: Identity,
): void {
  const ground = pen.createLinearGradient(side * 0.33, 0, side * 0.67, side);
  ground.addColorStop(0, toCss(from));
  ground.addColorStop(1, toCss(to));
  const [glowX, glowY] = [(x / 100) * side, (y / 100) * side];
  const light = pen.createRadialGradient(glowX, glowY, 0, glowX, glowY, side * 0.7);
  light.addColorStop(0, `oklch(0.72 0.13 ${to.hue})`);
  light.addColorStop(1, `oklch(0.58 0.14 ${to.hue} / 0)`);
  pen.beginPath();
  pen.arc(side / 2, side / 2, side / 2, 0, 2 * Math.PI);
  for (const style of [ground, light]) {
    pen.fillStyle = style;
    pen.fill();
  }
  pen.fillStyle = '#fff';
  pen.font = `600 ${side * 0.36}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(initials, side / 2, side * 0.52);
}

async function toDataUrl(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:${blob.type};base64,${btoa(String.fromCharCode(...bytes))}`;
}
