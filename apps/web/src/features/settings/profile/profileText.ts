/** Fixed text of the profile. */
export const text = {
  profile: 'Profile',
  displayName: {
    label: 'Display name',
    help: 'What others see when you call or write.',
    offline: "Your name can't be changed while this tab isn't connected.",
    save: 'Save',
    saving: 'Saving…',
  },
  signedInAs: (handle: string) => `You sign in as ${handle}. Others find you by this exact name.`,
  signOut: 'Sign out',
  where: {
    title: 'Sign out?',
    help: "You're signed in here in another tab, too.",
    tab: 'This tab',
    browser: 'In this browser',
  },
  endsCall: (name: string) => `Ends your call with ${name}.`,
  picture: {
    choose: 'Choose a picture',
    change: 'Change picture',
    remove: 'Remove picture',
    removing: 'Removing…',
    drop: 'Or drop one here.',
    offline: "Your picture can't be changed while this tab isn't connected.",
    unreadable:
      'Your browser cannot read this file as a picture. Choose a photo, such as a JPEG or PNG file.',
    tooLarge: 'This picture is too large to be opened. Choose one of less than 40 MB.',
    notMade: 'Your browser could not make the picture small enough. Choose another one.',
    crop: {
      title: 'Your picture',
      move: 'Move the picture',
      hint: 'Drag it, or use the arrow keys. Others see what is inside the circle.',
      zoom: 'Zoom',
      times: (zoom: number) => `${zoom.toFixed(1)} times`,
      cancel: 'Cancel',
      use: 'Use this picture',
      saving: 'Saving…',
    },
  },
} as const;
