import type { CallFinding, CurrentCall } from '@ringback/client';

/** What is wrong with a call, and what to do about it. `name`: of the other side. */
export interface FindingText {
  readonly happened: string;
  /** Absent where there is nothing to do. */
  readonly advice?: string;
}

/** The words for a finding. `isSending`: this side's camera is on. */
function findingText(finding: CallFinding, name: string, isSending: boolean): FindingText {
  switch (finding.kind) {
    case 'network':
      return networkText[finding.side](name, isSending);
    case 'microphone':
      return finding.side === 'mine' ? ownMicrophoneText[finding.problem] : theirMicrophone(name);
    case 'camera':
      return finding.side === 'mine'
        ? { happened: 'Your camera is frozen', advice: 'Turn it off and on, or choose another one.' }
        : { happened: `${name}'s camera is frozen`, advice: 'They can turn it off and on.' };
    case 'computer':
      return finding.side === 'mine'
        ? { happened: 'Your computer is busy', advice: 'Close other programs or tabs.' }
        : { happened: `${name}'s computer is busy`, advice: 'They can close other programs.' };
    case 'muted':
      return { happened: finding.by === 'user' ? `${name} is muted` : `${name} is muted by their system` };
  }
}

const networkText = {
  mine: (_name: string, isSending: boolean) => ({
    happened: 'Your network is weak',
    advice: isSending
      ? 'Your picture is smaller to keep the sound. Move closer to your router.'
      : 'Move closer to your router.',
  }),
  theirs: (name: string, isSending: boolean) => ({
    happened: `${name}'s network is weak`,
    advice: isSending
      ? 'Your picture is smaller to keep the sound.'
      : 'They can move closer to their router.',
  }),
  both: (_name: string, isSending: boolean) => ({
    happened: 'The connection between you is weak',
    advice: isSending ? 'Pictures are smaller to keep the sound.' : 'Another network may help.',
  }),
} as const;

const ownMicrophoneText = {
  silent: {
    happened: 'Your microphone is silent',
    advice: "We can't hear your mic. Check its mute switch or choose another mic.",
  },
  mutedBySystem: {
    happened: 'Your microphone is silent',
    advice: "We can't hear your mic. Your system muted it: unmute it there or choose another mic.",
  },
} as const;

function theirMicrophone(name: string): FindingText {
  return { happened: `${name}'s microphone is silent`, advice: 'They can check its mute switch.' };
}

/** The words for the quality of a call; `isolatedName` marks the name for `Sentence`. */
export function qualityText(call: CurrentCall, isolatedName: string): FindingText | undefined {
  const finding = call.quality?.finding;
  return finding && findingText(finding, isolatedName, call.camera.state === 'on');
}
