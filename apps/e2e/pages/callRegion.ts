import type { Page } from '@playwright/test';
import type { Named } from '../support/callTerms.ts';

/** The call this tab is in, from the first press to its end. */
export function callRegion(page: Page, other: Named) {
  const region = page.getByRole('region', { name: `Call with ${other.name}`, exact: true });
  const button = (name: string) => region.getByRole('button', { name, exact: true });
  return {
    region,
    /** What the call does; what is wrong with it is `quality`. */
    status: region.locator('[role="status"]:not([aria-label="quality"])'),
    quality: region.getByRole('status', { name: 'quality', exact: true }),
    qualityMeter: region.getByRole('meter', { name: 'Call quality', exact: true }),
    cancel: button('Cancel'),
    hangUp: button('Hang up'),
    mute: button('Mute'),
    unmute: button('Unmute'),
    cameraOn: button('Turn camera on'),
    cameraOff: button('Turn camera off'),
    shareScreen: button('Share screen'),
    stopSharing: button('Stop sharing'),
    more: button('More'),
    pictureInPicture: button('Picture in picture'),
    fullScreen: button('Full screen'),
    exitFullScreen: button('Exit full screen'),
    raiseHand: button('Raise hand'),
    lowerHand: button('Lower hand'),
    react: button('React'),
    /** The choices under "React". */
    reactions: region.getByRole('dialog', { name: 'React', exact: true }).getByRole('button'),
    reaction: button,
    /** What rises over the call; hidden from screen readers, which are told in words. */
    rising: (reaction: string) => region.locator(`[data-reaction="${reaction}"]`),
    hold: button('Hold'),
    resume: button('Resume'),
    swap: button('Swap calls'),
    backToApp: button('Back to app'),
    open: button('Open call'),
    inMore: (name: string) =>
      region.getByRole('dialog', { name: 'More', exact: true }).getByRole('button', { name, exact: true }),
    options: (name: 'Microphone options' | 'Camera options') =>
      region.getByRole('dialog', { name, exact: true }),
    noise: (choice: 'Off' | 'Browser' | 'Strong') =>
      region.getByRole('radiogroup', { name: 'Noise suppression' }).getByRole('radio', { name: choice }),
    blur: (choice: 'Off' | 'Light' | 'Strong') =>
      region.getByRole('radiogroup', { name: 'Blur background' }).getByRole('radio', { name: choice }),
    microphoneOptions: button('Microphone options'),
    cameraOptions: button('Camera options'),
    /** In "Microphone options" and "Camera options". */
    picker: (kind: 'Microphone' | 'Camera' | 'Speaker') =>
      region.getByRole('combobox', { name: kind, exact: true }),
    /** Offers what was plugged in. */
    offer: (label: string) => region.getByText(`Use ${label}?`, { exact: true }),
    use: button('Use'),
    dismiss: button('Dismiss'),
    theirVideo: region.getByLabel(`${other.name}'s video`, { exact: true }),
    theirScreen: region.getByLabel(`${other.name}'s screen`, { exact: true }),
    ownScreen: region.getByLabel('Your screen', { exact: true }),
    localVideo: region.getByLabel('Your video', { exact: true }),
    messages: button('Messages'),
    swapVideos: button('Swap videos'),
    minimizeOwn: button('Minimize your video'),
    showOwn: button('Show your video'),
    moveOwn: button('Move your video'),
    /** Asks for this side's camera, in a voice call. */
    videoRequest: page.getByRole('alertdialog', { name: `${other.name} asks to turn on video`, exact: true }),
  };
}
