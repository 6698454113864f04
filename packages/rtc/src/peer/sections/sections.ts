/** What a device sends; null for nothing of that kind. */
export interface Tracks {
  readonly audio: MediaStreamTrack | null;
  readonly video: MediaStreamTrack | null;
  /** A shared screen; its `contentHint` says whether it shows text or a film. */
  readonly screen: MediaStreamTrack | null;
  /** The sound of what is shared. */
  readonly screenAudio: MediaStreamTrack | null;
}

/**
 * The media sections of a link, in the order of its offer. All exist from the start, so that nothing that is sent later
 * needs negotiation. A shared screen and its sound have one section for each direction: a page of an earlier build sends
 * its camera over every video section that lets it, and these don't.
 */
export interface Section {
  readonly carries: keyof Tracks;
  readonly kind: 'audio' | 'video';
  readonly from: 'both' | 'initiator' | 'other';
}

export const sections: readonly Section[] = [
  { carries: 'audio', kind: 'audio', from: 'both' },
  { carries: 'video', kind: 'video', from: 'both' },
  { carries: 'screen', kind: 'video', from: 'initiator' },
  { carries: 'screenAudio', kind: 'audio', from: 'initiator' },
  { carries: 'screen', kind: 'video', from: 'other' },
  { carries: 'screenAudio', kind: 'audio', from: 'other' },
];

/** What one end does with a section. */
export function directionOf({ from }: Section, initiates: boolean): 'sendrecv' | 'sendonly' | 'recvonly' {
  if (from === 'both') return 'sendrecv';
  return (from === 'initiator') === initiates ? 'sendonly' : 'recvonly';
}

export function isScreenSection({ carries }: Section): boolean {
  return carries === 'screen' || carries === 'screenAudio';
}

/** A transceiver, as far as its section is concerned. */
interface Receiving<Track> {
  readonly receiver: { readonly track: Track };
}

/** The tracks that come in: those of the camera and the microphone, and those of a shared screen. */
export interface IncomingTracks<Track> {
  readonly person: readonly Track[];
  /** Empty where the other page has no sections for it. */
  readonly screen: readonly Track[];
}

/** Sorts the tracks of a link's transceivers, which are in the order of its sections. Those of unknown sections are left out. */
export function incomingTracks<Track>(
  transceivers: readonly Receiving<Track>[],
  initiates: boolean,
): IncomingTracks<Track> {
  const received = transceivers.flatMap(({ receiver: { track } }, index) => {
    const section = sections[index];
    return section === undefined || directionOf(section, initiates) === 'sendonly'
      ? []
      : [{ section, track }];
  });
  const tracksOf = (isScreen: boolean): readonly Track[] =>
    received.filter(({ section }) => isScreenSection(section) === isScreen).map(({ track }) => track);
  return { person: tracksOf(false), screen: tracksOf(true) };
}
