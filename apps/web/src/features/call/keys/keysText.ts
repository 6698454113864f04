import type { KeyCommand } from './keyCommand.ts';

/** The words about keys. */
export const keysText = {
  title: 'Keyboard shortcuts',
  close: 'Close',
  commands: {
    microphone: 'Mute or unmute',
    camera: 'Turn camera on or off',
    share: 'Share screen or stop',
    fullScreen: 'Full screen',
    hold: 'Hold or resume',
    talk: 'Hold to talk while muted',
    shrink: 'Back to app',
    shortcuts: 'Show this list',
  } satisfies Record<KeyCommand, string>,
  showAll: 'Show all keys',
} as const;
