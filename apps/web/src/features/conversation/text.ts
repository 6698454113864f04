/** The words of a conversation. */
export const text = {
  messages: 'Messages',
  message: 'Message',
  send: 'Send',
  hint: (name: string) => `Message ${name}`,
  you: 'You',
  loading: 'Loading…',
  failed: 'The conversation could not be loaded.',
  retry: 'Try again',
  earlier: 'Show earlier',
  nothing: { title: 'Nothing here yet', help: 'Call, or write the first message.' },
  noRoom: 'Too many messages are waiting to be sent. Wait until the server is back.',
  status: {
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    sending: 'Sending…',
    waiting: 'Waiting to be sent',
    notSent: 'Not sent.',
  },
  again: 'Send again',
  discard: 'Discard',
} as const;
