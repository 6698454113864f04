/** What a key does in a call. */
export type KeyCommand =
  'microphone' | 'camera' | 'share' | 'fullScreen' | 'hold' | 'talk' | 'shrink' | 'shortcuts';

/** The used part of a `KeyboardEvent`. */
export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'repeat' | 'isComposing' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'
>;

/** What the user is doing when a key is pressed. */
export interface KeyContext {
  /** The setting "Keyboard shortcuts": without it, only keys that are no characters act. */
  readonly areLettersOn: boolean;
  /** `field`: letters go into it. `control`: Space presses it. */
  readonly focus: 'field' | 'control' | 'none';
  /** A dialog, a menu or another popover is open, and has the keys. */
  readonly isOverlayOpen: boolean;
}

const letters: Readonly<Record<string, KeyCommand>> = {
  m: 'microphone',
  v: 'camera',
  s: 'share',
  f: 'fullScreen',
  h: 'hold',
};

/** The command of a key; undefined where the key belongs to something else. */
export function commandOf(press: KeyPress, context: KeyContext): KeyCommand | undefined {
  const { focus, isOverlayOpen, areLettersOn } = context;
  if (press.repeat || press.isComposing || isOverlayOpen || focus === 'field') return undefined;
  if (press.ctrlKey || press.altKey || press.metaKey) return undefined;
  // Where it is typed with Shift depends on the layout.
  if (press.key === '?') return areLettersOn ? 'shortcuts' : undefined;
  if (press.shiftKey) return undefined;
  if (press.key === 'Escape') return 'shrink';
  if (press.key === ' ') return focus === 'none' ? 'talk' : undefined;
  return areLettersOn ? letters[letterOf(press)] : undefined;
}

/** The letter on the key. On layouts without Latin letters, the one at the same place of a US keyboard. */
function letterOf({ key, code }: KeyPress): string {
  const isOtherScript = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return isOtherScript ? code.replace(/^Key/u, '').toLowerCase() : key.toLowerCase();
}

/** The keys by their command, as the sheet of all keys lists them. */
export const keyNames = [
  ['microphone', 'M'],
  ['camera', 'V'],
  ['share', 'S'],
  ['fullScreen', 'F'],
  ['hold', 'H'],
  ['talk', 'Space'],
  ['shrink', 'Esc'],
  ['shortcuts', '?'],
] as const satisfies readonly (readonly [KeyCommand, string])[];
