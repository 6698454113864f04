import { firstPicture } from '../machine/policy.ts';
import { preferRedundantAudio } from './codecs.ts';
import type { Tracks } from './mediaSessionApi.ts';

/** What is sent over one peer connection. */
export interface OutgoingTracks {
  /** Sends over a new transceiver too, as soon as there is something to send. */
  readonly add: (transceiver: RTCRtpTransceiver) => void;
  readonly send: (tracks: Tracks) => void;
  /** Whether sending has begun, without any audio. */
  readonly lacksAudio: () => boolean;
  readonly stop: () => void;
}

/** Starts to send over a connection; `tracks` is null until something is to be sent. */
export function startOutgoingTracks(connection: RTCPeerConnection, tracks: Tracks | null): OutgoingTracks {
  let current = tracks;
  let scaling: PictureScaling | undefined;
  const update = (): void => {
    if (current === null) return;
    attach(connection, current);
    if (current.video !== null) scaling?.onSending();
  };
  return {
    add: (transceiver) => {
      if (transceiver.receiver.track.kind === 'audio') preferRedundantAudio(transceiver);
      else scaling ??= startSmall(transceiver.sender);
      update();
    },
    send: (next) => {
      current = next;
      update();
    },
    lacksAudio: () => current !== null && current.audio?.readyState !== 'live',
    stop: () => scaling?.stop(),
  };
}

function attach(connection: RTCPeerConnection, tracks: Tracks): void {
  for (const { sender, receiver } of connection.getTransceivers()) {
    const track = receiver.track.kind === 'audio' ? tracks.audio : tracks.video;
    if (sender.track === track) continue;
    sender.replaceTrack(track).catch(() => {
      // The connection was closed meanwhile and needs no track.
    });
  }
}

interface PictureScaling {
  /** Pictures are sent from now on; the later ones get their full size. */
  readonly onSending: () => void;
  readonly stop: () => void;
}

/**
 * Starts with small pictures. A full one of 720p takes longest to encode, send and decode just when both devices have
 * most to do, and Chromium drops the first one for a smaller one whenever its bandwidth estimate is low.
 */
function startSmall(sender: RTCRtpSender): PictureScaling {
  let timer: ReturnType<typeof setTimeout> | undefined;
  void scaleDown(sender, firstPicture.scaleDownBy);
  return {
    onSending: () => {
      timer ??= setTimeout(() => void scaleDown(sender, 1), firstPicture.forMs);
    },
    stop: () => clearTimeout(timer),
  };
}

async function scaleDown(sender: RTCRtpSender, by: number): Promise<void> {
  try {
    const parameters = sender.getParameters();
    for (const encoding of parameters.encodings) encoding.scaleResolutionDownBy = by;
    await sender.setParameters(parameters);
  } catch {
    // The connection was closed meanwhile, or the browser cannot scale: it sends full pictures.
  }
}
