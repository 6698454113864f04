/** Where reactions rise: a circle, in px from the corner of the region. */
export interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Beyond the portrait's edge, in px. */
const gap = 30;

/** A region without a portrait in sight shows a picture: reactions keep off its middle, where the face is. */
const shareOfPicture = 0.36;

/** The ring around the portrait of the region that this element is in, or one around the middle of its picture. */
export function ringOf(element: Element): Ring {
  const region = element.closest('[data-phase]')?.getBoundingClientRect();
  const portrait = element.closest('[data-phase]')?.querySelector('[data-portrait]')?.getBoundingClientRect();
  if (region === undefined) return { x: 0, y: 0, radius: 0 };
  if (portrait !== undefined && portrait.width > 0) {
    const x = portrait.left + portrait.width / 2 - region.left;
    const y = portrait.top + portrait.height / 2 - region.top;
    return { x, y, radius: portrait.width / 2 + gap };
  }
  const { width, height } = region;
  return { x: width / 2, y: height / 2, radius: Math.min(width, height) * shareOfPicture };
}
