import type { Person } from '../support/person.ts';

/** The two people of a call; the fault is on the first one's side. */
export interface Pair {
  readonly faulty: Person;
  readonly other: Person;
}

/** A fault that is put into a call which runs well, and what each side should be told. */
export interface Fault {
  readonly name: string;
  readonly inject: (pair: Pair) => Promise<unknown>;
  /** The words, or a part of them; null: nothing of its quality. */
  readonly told: (pair: Pair) => { readonly faulty: string | null; readonly other: string | null };
  /** The words come from the status of the call instead of the quality's. */
  readonly in?: 'status';
}

const networkWords = /network is weak|connection between you/;

/** Whether somebody was told what they should be. Where no end differs, the connection between them is right as well. */
export function isRight(wanted: string | null, seen: string | null): boolean {
  if (wanted === null || seen === null) return wanted === seen;
  if (seen.includes(wanted)) return true;
  return networkWords.test(wanted) && seen.includes('The connection between you is weak');
}

/** What the page under test uses in place of a microphone and a camera. Installed before its first script. */
export function installSources(): void {
  if (!isSecureContext) return;
  const context = new AudioContext();
  const gain = new GainNode(context, { gain: 0.3 });
  const voice = new OscillatorNode(context, { frequency: 220 });
  voice.connect(gain);
  voice.start();
  const canvas = document.createElement('canvas');
  const sources = { gain, isFrozen: false, isBlack: false };
  window.diagnoseSources = sources;
  let turn = 0;
  const paint = (): void => {
    const drawing = canvas.getContext('2d');
    if (sources.isFrozen || drawing === null) return;
    turn += 1;
    drawing.fillStyle = sources.isBlack ? 'black' : `hsl(${turn % 360} 70% 50%)`;
    drawing.fillRect(0, 0, canvas.width, canvas.height);
  };
  canvas.width = 640;
  canvas.height = 360;
  setInterval(paint, 50);
  navigator.mediaDevices.getUserMedia = async (wanted = {}) => {
    await context.resume();
    if (wanted.video !== undefined && wanted.video !== false) return canvas.captureStream(20);
    const out = context.createMediaStreamDestination();
    gain.connect(out);
    return out.stream;
  };
}

declare global {
  interface Window {
    diagnoseSources?: { gain: GainNode; isFrozen: boolean; isBlack: boolean };
  }
}

async function setSources(
  { page }: Person,
  change: { gain?: number; isFrozen?: boolean; isBlack?: boolean },
): Promise<void> {
  await page.evaluate(({ gain, ...others }) => {
    const sources = window.diagnoseSources;
    if (sources === undefined) throw new Error('The page has no sources.');
    if (gain !== undefined) sources.gain.gain.value = gain;
    Object.assign(sources, others);
  }, change);
}

/** Faults that need nothing but the two pages. */
export const pageFaults: readonly Fault[] = [
  {
    name: 'microphone gives silence',
    inject: ({ faulty }) => setSources(faulty, { gain: 0 }),
    told: ({ faulty }) => ({
      faulty: 'Your microphone is silent',
      other: `${faulty.name}'s microphone is silent`,
    }),
  },
  {
    name: 'muted by its user',
    inject: ({ faulty, other }) => faulty.callWith(other).mute.click(),
    told: ({ faulty }) => ({ faulty: null, other: `${faulty.name} is muted` }),
  },
  {
    name: 'camera frozen',
    inject: ({ faulty }) => setSources(faulty, { isFrozen: true }),
    told: ({ faulty }) => ({ faulty: 'Your camera is frozen', other: `${faulty.name}'s camera is frozen` }),
  },
  {
    name: 'computer 6 times slower',
    inject: async ({ faulty: { page } }) => {
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    },
    told: ({ faulty }) => ({ faulty: 'Your computer is busy', other: `${faulty.name}'s computer is busy` }),
  },
  {
    name: 'microphone muted by the system',
    inject: ({ faulty: { page } }) => page.evaluate(() => window.diagnoseMuteSystem?.()),
    told: ({ faulty }) => ({
      faulty: 'Your microphone is silent',
      other: `${faulty.name} is muted by their system`,
    }),
  },
  {
    name: "the other side's page is gone",
    in: 'status',
    inject: ({ faulty }) => faulty.closeTab(),
    told: ({ faulty }) => ({ faulty: null, other: `Waiting for ${faulty.name}` }),
  },
];

declare global {
  interface Window {
    diagnoseMuteSystem?: () => void;
  }
}

/** Lets a fault mute the microphone as a system does. Installed after the sources. */
export function installSystemMute(): void {
  if (!isSecureContext) return;
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks: MediaStreamTrack[] = [];
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    tracks.push(...stream.getAudioTracks());
    return stream;
  };
  window.diagnoseMuteSystem = () => {
    for (const track of tracks) {
      Object.defineProperty(track, 'muted', { value: true, configurable: true });
      track.dispatchEvent(new Event('mute'));
    }
  };
}
