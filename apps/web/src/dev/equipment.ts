import type { Choices, CurrentCall } from '@ringback/client';

function choices(...labels: readonly string[]): Choices {
  const pieces = labels.map((label) => ({ id: label, label, group: label }));
  return { pieces, currentId: labels[0] ?? null, isUnnamed: false };
}

/** A machine on which one can choose. */
export const choosing = {
  choices: {
    microphone: choices('Default - Built-in Audio Analog Stereo', 'Jabra Evolve2 65 Mono', 'Webcam C920'),
    camera: choices('Integrated Camera (04f2:b6ea)', 'HD Pro Webcam C920'),
    speaker: choices('Default - Built-in Audio Analog Stereo', 'Jabra Evolve2 65'),
  },
  speakerId: '',
  pickMicrophone: () => {},
  pickCamera: () => {},
  pickSpeaker: () => {},
} as const satisfies Partial<CurrentCall>;

/** One on which there is nothing to choose. */
export const noChoice = {
  choices: { microphone: choices(), camera: { ...choices(), isUnnamed: true }, speaker: choices() },
  speakerId: '',
} as const satisfies Partial<CurrentCall>;
