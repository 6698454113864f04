/** Fixed text for what the server keeps about the user. */
export const text = {
  download: {
    button: 'Download my data',
    busy: 'Preparing your data…',
    done: 'Your data was downloaded.',
    file: 'ringback-data.json',
  },
  remove: {
    button: 'Delete my account',
    title: 'Delete my account?',
    guest: "Everything about you is deleted at once and can't be restored.",
    account:
      'You are signed out everywhere, and after 7 days everything is deleted. Sign in before then to keep your account.',
    others: 'Others keep their own calls and messages, without your name and picture.',
    confirm: 'Delete',
    busy: 'Deleting…',
    cancel: 'Cancel',
  },
} as const;
