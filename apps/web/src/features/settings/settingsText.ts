/** Fixed text of the settings. */
export const text = {
  readReceipts: {
    label: 'Send read receipts',
    help: 'People see when you have read their messages.',
  },
  alwaysRelay: {
    label: 'Always relay calls',
    help: 'Hides your network address from the people you call. Calls may sound a little worse.',
    noRelay:
      'This server has no relay that your browser could use. With this on, your calls would not connect.',
    cannotCall:
      'This server has no relay that your browser could use: your calls will not connect. Turn this off to call.',
  },
  busyOnAnotherCall: {
    label: 'Busy on another call',
    help: 'When someone else calls, they hear that you are busy. Your call goes on, and you see who called.',
  },
  showCameraWhileRinging: {
    label: 'Show my camera while it rings',
    help: 'Your camera turns on when a video call comes in. Only you see it until you answer.',
  },
  keyboardShortcuts: {
    label: 'Keyboard shortcuts',
    help: 'Press a single key in a call, like M to mute.',
  },
  notifications: {
    heading: 'Notifications',
    elsewhere: {
      label: 'Calls and messages',
      help: 'Your system tells you of them while no tab of Ringback is in view.',
      unsupported:
        'This browser cannot show notifications. On an iPhone or iPad, add Ringback to the Home Screen first.',
      blocked:
        'Your browser blocks notifications from this site. Allow them in its settings for this site, behind the icon beside the address, and come back.',
      asking: 'Your browser asks whether to allow them: the answer is given beside the address.',
      toCome: 'Turn this on, and your browser asks whether to allow it.',
      on: 'If none appear, the system itself holds them back: allow them for this browser in its settings.',
      left: 'Your browser asked whether to allow them, and got no answer. Turn this on to be asked again.',
    },
    closed: {
      label: 'Even when Ringback is closed',
      help: "Your browser maker's push service delivers these. It can't see who's calling or what was written.",
      tabOnly:
        'This tab was signed in by its address, for as long as it is open. Sign in with your name to turn this on.',
      unsupported: 'This browser cannot be woken up. Private windows never can.',
      serverOff: 'This server wakes up no browsers.',
      noPushService: 'This browser has no push service, or cannot reach it. Try again later.',
      refused: 'This server cannot reach the push service of your browser.',
      offline: 'The server could not be reached. Try again.',
    },
  },
  callSounds: {
    label: 'Call sounds',
    help: 'Short tones when a call connects, reconnects, is put on hold, or ends.',
  },
  audioVideo: 'Audio and video',
  about: 'About',
  chats: 'Chats',
  missedCallPrompts: {
    label: 'Missed call prompts',
    help: 'After a call that was not answered, asks whether to leave a voice or video note.',
  },
} as const;
