/** Half the width and half the height: 640 by 360 of what a call asks its camera for. */
const smallerBy = 2;

/** By then the browser has learned what the path carries. */
const smallForMs = 1_000;

/** Sees to it that the first pictures that are sent over a link come soon. */
export interface FirstPicture {
  /** Pictures are sent from now on; the later ones have their full size. */
  readonly begun: () => void;
  readonly stop: () => void;
}

/**
 * Begins with small pictures. A whole one of 720p takes the longest to encode, to send and to decode just when both
 * devices have most to do, and Chromium drops the first one in favor of a smaller one whenever it is unsure of the path.
 */
export function beginSmall(sender: RTCRtpSender): FirstPicture {
  let timer: ReturnType<typeof setTimeout> | undefined;
  void scaleDown(sender, smallerBy);
  return {
    begun: () => {
      timer ??= setTimeout(() => void scaleDown(sender, 1), smallForMs);
    },
    stop: () => clearTimeout(timer),
  };
}

async function scaleDown(sender: RTCRtpSender, by: number): Promise<void> {
  try {
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) encoding.scaleResolutionDownBy = by;
    await sender.setParameters(parameters);
  } catch {
    // The connection was closed meanwhile, or the browser does not scale: it sends what it would.
  }
}
