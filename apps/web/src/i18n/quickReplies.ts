/** What people most often write about a call that did not come about, each sent by one press. */
export const quickReplies = [
  'Sorry, called by accident',
  'Can’t talk now, call you later',
  'Call me when you’re free',
] as const;
