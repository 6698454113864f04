interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The most of a picture that filling the box may cut away before heads go missing: a quarter, which still lets 4:3
 * fill a 16:9 screen.
 */
const bearableLoss = 0.26;

/** Whether a picture fills its box, losing its edges, or is shown whole with empty room beside it. */
export function fitFor(picture: Size, box: Size): 'cover' | 'contain' {
  if (picture.width * picture.height * box.width * box.height === 0) return 'cover';
  const ratio = picture.width / picture.height / (box.width / box.height);
  const shown = Math.min(ratio, 1 / ratio);
  return 1 - shown <= bearableLoss ? 'cover' : 'contain';
}
