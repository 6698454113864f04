import type { DeviceForm, DeviceKind } from '@ringback/protocol';

const forms: { readonly [F in DeviceForm]: string } = {
  phone: 'phone',
  tablet: 'tablet',
  computer: 'computer',
};

/** What a browser is called: "Chrome (computer)". */
export function deviceName(kind: DeviceKind | undefined): string {
  if (kind === undefined) return 'Unknown browser';
  return `${kind.browser ?? 'Browser'} (${forms[kind.form]})`;
}

/** Names for a list of browsers, in which those of one kind are numbered: "Chrome (computer) 2". */
export function deviceNames(kinds: readonly (DeviceKind | undefined)[]): readonly string[] {
  const counts = new Map<string, number>();
  return kinds.map((kind) => {
    const name = deviceName(kind);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}

/** Fixed text of the section "Devices". */
export const text = {
  heading: 'Devices',
  help: "The browsers where you're signed in.",
  list: 'Devices',
  thisBrowser: 'This browser',
  activeNow: 'Active now',
  lastActive: (when: string) => `Last active ${when}`,
  signedIn: (when: string) => `Signed in ${when}`,
  signOut: 'Sign out',
  signOutOf: (device: string) => `Sign out ${device}`,
  signedOut: (device: string) => `${device} is signed out.`,
  everywhere: {
    button: 'Sign out everywhere',
    title: 'Sign out everywhere else?',
    text: 'All your other browsers are signed out at once. You stay signed in here.',
    confirm: 'Sign out everywhere',
    keep: 'Cancel',
    done: "You're signed out everywhere else.",
  },
  link: {
    button: 'Link a device',
    title: 'Link a device',
    how: 'In the new browser, choose "Link to a signed-in browser". Then enter the code it shows.',
    scan: 'Scan with the camera',
    camera: 'Camera',
    point: 'Point the camera at the QR code in the new browser.',
    noCamera: "The camera couldn't be used. Type the code instead.",
    code: 'Code',
    next: 'Continue',
    cancel: 'Cancel',
    asks: (device: string) => `${device} wants to sign in as you.`,
    warning: 'Only continue if you have it in front of you. It can read your messages and take your calls.',
    which: 'Which number does it show?',
    again: 'Enter another code',
    linked: (device: string) => `${device} is linked.`,
  },
  failed: "The list couldn't be loaded. Try again in a moment.",
} as const;
