/** The words about the windows of a call. */
export const windowsText = {
  pip: 'Picture in picture',
  fullScreen: 'Full screen',
  exitFullScreen: 'Exit full screen',
  inPip: 'This call is in a small window.',
  bringBack: 'Bring it back',
  pipRefused: "Your browser didn't open picture in picture. Try again.",
  fullScreenRefused: "Your browser didn't allow full screen. Try again.",
} as const;
