/** A color in OKLCH: lightness 0-1, chroma, hue in degrees. */
interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** Red, green and blue as light, 0-1. */
type LinearRgb = readonly [number, number, number];
type Oklab = readonly [number, number, number];

/** As browsers show it: what a screen cannot show is cut off for each channel. Björn Ottosson's matrices. */
export function toLinearRgb({ lightness, chroma, hue }: Oklch): LinearRgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function toOklab([r, g, b]: LinearRgb): Oklab {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** How different two colors look; 0.02 is just noticeable. */
export function distance(one: Oklch, other: Oklch): number {
  const [a, b] = [toOklab(toLinearRgb(one)), toOklab(toLinearRgb(other))];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The contrast of two colors by WCAG, 1-21. */
export function contrast(one: LinearRgb, other: LinearRgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([r, g, b]: LinearRgb): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** A color of CSS such as `#0d1110bd`: its channels as they are written, 0-1, and its opacity. */
function parseHex(hex: string): { readonly rgb: LinearRgb; readonly alpha: number } {
  const digits = hex.replace('#', '');
  const long = digits.length < 6 ? [...digits].map((digit) => digit + digit).join('') : digits;
  const at = (index: number): number => Number.parseInt(long.slice(index * 2, index * 2 + 2), 16) / 255;
  return { rgb: [at(0), at(1), at(2)], alpha: long.length === 8 ? at(3) : 1 };
}

/** What a color over another one looks like, as light. Browsers mix the written channels. */
export function over(top: string, bottom: string): LinearRgb {
  const [{ rgb: upper, alpha }, { rgb: lower }] = [parseHex(top), parseHex(bottom)];
  const mix = (index: 0 | 1 | 2): number => toLight(upper[index] * alpha + lower[index] * (1 - alpha));
  return [mix(0), mix(1), mix(2)];
}

/** The transfer function of sRGB. */
function toLight(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
