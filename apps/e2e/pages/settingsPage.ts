import type { Page } from '@playwright/test';

/** The Settings screen. */
export function settingsPage(page: Page) {
  return {
    displayName: page.getByRole('textbox', { name: 'Display name' }),
    choosePicture: page.getByRole('button', { name: 'Choose a picture' }),
    changePicture: page.getByRole('button', { name: 'Change picture' }),
    removePicture: page.getByRole('button', { name: 'Remove picture' }),
    crop: page.getByRole('dialog', { name: 'Your picture' }),
    save: page.getByRole('button', { name: 'Save', exact: true }),
    privacy: page.getByRole('heading', { name: 'Privacy', exact: true }),
    showCameraWhileRinging: page.getByRole('switch', { name: 'Show my camera while it rings', exact: true }),
    busyOnAnotherCall: page.getByRole('switch', { name: 'Busy on another call', exact: true }),
    alwaysRelay: page.getByRole('switch', { name: 'Always relay calls', exact: true }),
    notifications: page.getByRole('switch', { name: 'Calls and messages', exact: true }),
    whileClosed: page.getByRole('switch', { name: 'Even when Ringback is closed', exact: true }),
    missedCallPrompts: page.getByRole('switch', { name: 'Missed call prompts', exact: true }),
    greeting: greetingSetting(page),
    audioVideo: audioVideoSettings(page),
    devices: devicesSetting(page),
    cannotBeReached: page
      .getByRole('region', { name: 'Privacy', exact: true })
      .getByText("Settings can't be changed while this tab isn't connected."),
  };
}

/** Devices, and what is done with them. */
function audioVideoSettings(page: Page) {
  const section = page.getByRole('region', { name: 'Audio and video', exact: true });
  const button = (name: string) => section.getByRole('button', { name, exact: true });
  return {
    section,
    picker: (name: 'Microphone' | 'Camera' | 'Speaker' | 'Ring on' | 'Ringtone') =>
      section.getByRole('combobox', { name, exact: true }),
    volume: (name: 'Speaker volume' | 'Ring volume') => section.getByRole('slider', { name, exact: true }),
    testMicrophone: button('Test microphone'),
    stopMicrophone: button('Stop microphone'),
    previewCamera: button('Preview camera'),
    stopCamera: button('Stop camera'),
    preview: section.getByLabel('Camera preview', { exact: true }),
  };
}

/** Where the user is signed in. */
function devicesSetting(page: Page) {
  const section = page.getByRole('region', { name: 'Devices', exact: true });
  return {
    items: section.getByRole('list', { name: 'Devices' }).getByRole('listitem'),
    signOut: section.getByRole('button', { name: /^Sign out (?!everywhere)/ }),
    everywhere: section.getByRole('button', { name: 'Sign out everywhere' }),
    question: page.getByRole('dialog', { name: 'Sign out everywhere else?' }),
    link: section.getByRole('button', { name: 'Link a device' }),
    linkDialog: page.getByRole('dialog', { name: 'Link a device' }),
  };
}

/** Settings for the greeting that plays after unanswered calls. */
function greetingSetting(page: Page) {
  const section = page.getByRole('region', { name: 'Greeting', exact: true });
  return {
    record: section.getByRole('button', { name: 'Record a greeting' }),
    play: section.getByRole('button', { name: 'Play', exact: true }),
    remove: section.getByRole('button', { name: 'Remove greeting' }),
    dialog: page.getByRole('dialog', { name: 'Record a greeting' }),
  };
}
