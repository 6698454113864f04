import { firstPicture, screenSending, weakPicture, type ScreenContent } from '../../machine/policy.ts';
import { preferCodecs } from './codecs.ts';
import { directionOf, sections, type Section, type Tracks } from './sections.ts';

/** What is sent over one peer connection. */
export interface OutgoingTracks {
  /** Prepares new transceivers, and sends over them as soon as there is something to send. */
  readonly update: () => void;
  readonly send: (tracks: Tracks) => void;
  /** Whether sending has begun, without any audio of the microphone. */
  readonly lacksAudio: () => boolean;
  /** Sends small pictures of the camera from now on, or full ones again. */
  readonly shrinkPictures: (isWeak: boolean) => void;
  readonly stop: () => void;
}

/** The used parts of a peer connection. */
export interface SendingConnection {
  readonly getTransceivers: () => readonly SendingTransceiver[];
}

export interface SendingTransceiver {
  direction: RTCRtpTransceiverDirection;
  readonly setCodecPreferences: (codecs: RTCRtpCodec[]) => void;
  readonly sender: Sender;
}

type Sender = Pick<RTCRtpSender, 'track' | 'replaceTrack' | 'getParameters' | 'setParameters'>;

/** A section of one connection. */
interface OpenSection {
  readonly section: Section;
  readonly transceiver: SendingTransceiver;
  /** Sets the limits of a section for screens. */
  readonly tune?: TuneScreen;
  /** The last track that its sender was given; the browser takes it over later. */
  given: MediaStreamTrack | null;
}

/** Starts to send over a connection; `tracks` is null until something is to be sent. */
export function startOutgoingTracks(
  connection: SendingConnection,
  initiates: boolean,
  tracks: Tracks | null,
): OutgoingTracks {
  let current = tracks;
  let scaling: PictureScaling | undefined;
  const open: OpenSection[] = [];
  const prepare = (section: Section, transceiver: SendingTransceiver): void => {
    const isSent = directionOf(section, initiates) !== 'recvonly';
    const tune = section.carries === 'screen' && isSent ? startTuning(transceiver.sender) : undefined;
    const given = transceiver.sender.track;
    open.push({ section, transceiver, given, ...(tune !== undefined && { tune }) });
    preferCodecs(transceiver, section);
    // Answering with `recvonly`, the default, would need a negotiation as soon as there is something to send.
    if (!initiates) transceiver.direction = directionOf(section, initiates);
    if (section.carries === 'video') scaling = startSmall(transceiver.sender);
  };
  const sendAll = (): void => {
    if (current === null) return;
    for (const each of open) if (directionOf(each.section, initiates) !== 'recvonly') attach(each, current);
    if (current.video !== null) scaling?.onSending();
  };
  return {
    update: () => {
      connection.getTransceivers().forEach((transceiver, index) => {
        const section = sections[index];
        if (section !== undefined && index >= open.length) prepare(section, transceiver);
      });
      sendAll();
    },
    send: (next) => {
      current = next;
      sendAll();
    },
    lacksAudio: () => current !== null && current.audio?.readyState !== 'live',
    shrinkPictures: (isWeak) => scaling?.shrink(isWeak),
    stop: () => scaling?.stop(),
  };
}

function attach(open: OpenSection, tracks: Tracks): void {
  const { sender } = open.transceiver;
  const track = tracks[open.section.carries];
  if (track !== null) open.tune?.(screenContentOf(track));
  if (open.given === track) return;
  open.given = track;
  sender.replaceTrack(track).catch(() => {
    // The connection was closed meanwhile and needs no track, or the next one may be better.
    if (open.given === track) open.given = sender.track;
  });
}

function screenContentOf({ contentHint }: MediaStreamTrack): ScreenContent {
  return contentHint === 'motion' ? 'motion' : 'text';
}

type TuneScreen = (content: ScreenContent) => void;

/** Decides what suffers where the network or the machine is too slow: of text the rate, of a film the sharpness. */
function startTuning(sender: Sender): TuneScreen {
  let current: ScreenContent | undefined;
  // One change at a time: a sender takes only parameters that it has just returned.
  let changes = Promise.resolve();
  return (content) => {
    if (content === current) return;
    current = content;
    const { degradationPreference, ...limits } = screenSending[content];
    changes = changes.then(() =>
      changeParameters(sender, (parameters) => {
        parameters.degradationPreference = degradationPreference;
        for (const encoding of parameters.encodings) Object.assign(encoding, limits, { priority: 'medium' });
      }),
    );
  };
}

interface PictureScaling {
  /** Pictures are sent from now on; the later ones get their full size. */
  readonly onSending: () => void;
  readonly shrink: (isWeak: boolean) => void;
  readonly stop: () => void;
}

/**
 * Starts with small pictures. A full one of 720p takes longest to encode, send and decode just when both devices have
 * most to do, and Chromium drops the first one for a smaller one whenever its bandwidth estimate is low.
 */
function startSmall(sender: Sender): PictureScaling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWeak = false;
  // One change at a time: a sender takes only parameters that it has just returned.
  let changes = scaleDown(sender, firstPicture.scaleDownBy);
  const scale = (): void => {
    changes = changes.then(() => (isWeak ? shrinkPicture(sender) : scaleDown(sender, 1)));
  };
  return {
    onSending: () => {
      timer ??= setTimeout(scale, firstPicture.forMs);
    },
    shrink: (isNowWeak) => {
      if (isNowWeak === isWeak) return;
      isWeak = isNowWeak;
      scale();
    },
    stop: () => clearTimeout(timer),
  };
}

async function scaleDown(sender: Sender, by: number): Promise<void> {
  await changeParameters(sender, ({ encodings }) => {
    for (const encoding of encodings) {
      encoding.scaleResolutionDownBy = by;
      delete encoding.maxBitrate;
    }
  });
}

async function shrinkPicture(sender: Sender): Promise<void> {
  const { scaleDownBy, maxBitrate } = weakPicture;
  await changeParameters(sender, ({ encodings }) => {
    for (const encoding of encodings)
      Object.assign(encoding, { scaleResolutionDownBy: scaleDownBy, maxBitrate });
  });
}

/** Where the connection was closed meanwhile, or the browser can't, it sends as it likes. */
async function changeParameters(
  sender: Sender,
  change: (parameters: RTCRtpSendParameters) => void,
): Promise<void> {
  try {
    const parameters = sender.getParameters();
    change(parameters);
    await sender.setParameters(parameters);
  } catch {
    // See above.
  }
}
