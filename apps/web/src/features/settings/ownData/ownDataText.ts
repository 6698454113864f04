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
      "You're signed out everywhere, and everything is deleted after 7 days. Sign in before then to keep your account.",
    others: 'Others keep their own calls and messages, without your name and picture.',
    confirm: 'Delete',
    busy: 'Deleting…',
    cancel: 'Cancel',
  },
} as const;
