import { preferRedundantSound } from './codecs.ts';
import { beginSmall, type FirstPicture } from './firstPicture.ts';
import type { Tracks } from './mediaPath.ts';

/** What is sent over one peer connection. */
export interface Outgoing {
  /** A transceiver is there: what is sent goes over it, as soon as there is something. */
  readonly add: (transceiver: RTCRtpTransceiver) => void;
  readonly send: (tracks: Tracks) => void;
  /** Whether there is something to be sent by now, and no sound in it. */
  readonly lacksSound: () => boolean;
  readonly stop: () => void;
}

/** Begins to send over a connection; `tracks` is null while nothing is to be sent. */
export function startOutgoing(connection: RTCPeerConnection, tracks: Tracks | null): Outgoing {
  let current = tracks;
  let picture: FirstPicture | undefined;
  const update = (): void => {
    if (current === null) return;
    attach(connection, current);
    if (current.video !== null) picture?.begun();
  };
  return {
    add: (transceiver) => {
      if (transceiver.receiver.track.kind === 'audio') preferRedundantSound(transceiver);
      else picture ??= beginSmall(transceiver.sender);
      update();
    },
    send: (next) => {
      current = next;
      update();
    },
    lacksSound: () => current !== null && current.audio?.readyState !== 'live',
    stop: () => picture?.stop(),
  };
}

function attach(connection: RTCPeerConnection, tracks: Tracks): void {
  for (const { sender, receiver } of connection.getTransceivers()) {
    const track = receiver.track.kind === 'audio' ? tracks.audio : tracks.video;
    if (sender.track === track) continue;
    sender.replaceTrack(track).catch(() => {
      // The connection was closed meanwhile; a link that is gone needs no track.
    });
  }
}
