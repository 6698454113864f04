import type { BrowserName, DeviceForm, DeviceKind } from '@ringback/protocol';

/** What a browser reports about itself: its user agent, and how many touch points its screen has. */
export interface BrowserFacts {
  readonly userAgent: string;
  readonly maxTouchPoints: number;
}

/**
 * Tokens that identify browsers, in this order, since the user agents of the earlier ones contain those of the later ones.
 * On iOS some have other tokens.
 */
const marks: readonly (readonly [BrowserName, RegExp])[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /Chrom(?:e|ium)\/|\bCriOS\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
];

/** The kind of device for the other side's history, as closed lists that identify no single device. */
export function deviceKindOf(facts: BrowserFacts): DeviceKind {
  const browser = marks.find(([, mark]) => mark.test(facts.userAgent))?.[0];
  return { form: formOf(facts), ...(browser !== undefined && { browser }) };
}

function formOf({ userAgent, maxTouchPoints }: BrowserFacts): DeviceForm {
  // An iPad claims to be a Mac, but no Mac has a touch screen.
  const isDisguised = userAgent.includes('Macintosh') && maxTouchPoints > 1;
  if (isDisguised || userAgent.includes('iPad')) return 'tablet';
  const isAndroid = userAgent.includes('Android');
  if (/\bMobile\b|iPhone/.test(userAgent)) return 'phone';
  return isAndroid ? 'tablet' : 'computer';
}
