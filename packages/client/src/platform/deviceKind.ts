import type { BrowserName, DeviceForm, DeviceKind } from '@ringback/protocol';

/** What a browser tells of itself: its user agent, and how many fingers its screen can tell apart. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/**
 * Marks by which browsers are told apart, in this order: the later ones stand in the user agents of the earlier ones, too.
 * On iOS some have names of their own.
 */
const marks: readonly (readonly [BrowserName, RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /Chrom(?:e|ium)\/|\bCriOS\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
];

/** The kind of device that a browser runs on, for the other side's history; no more than its closed lists can say. */
export function deviceKindOf(facts: BrowserFacts): DeviceKind {
  const browser = marks.find(([, mark]) => mark.test(facts.userAgent))?.[0];
  return { form: formOf(facts), ...(browser !== undefined && { browser }) };
}

function formOf({ userAgent, maxTouchPoints }: BrowserFacts): DeviceForm {
  // An iPad says that it is a Mac, of which none has a screen for fingers.
  const isDisguised = userAgent.includes('Macintosh') && maxTouchPoints > 1;
  if (isDisguised || userAgent.includes('iPad')) return 'tablet';
  const isAndroid = userAgent.includes('Android');
  if (/\bMobile\b|iPhone/.test(userAgent)) return 'phone';
  return isAndroid ? 'tablet' : 'computer';
}
