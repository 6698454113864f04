/*
 * Faults for check-ups. Each runs in a page before its scripts, so it may use nothing from this file.
 */

declare global {
  interface Window {
    openConnections?: () => number;
  }
}

/** As in a network that passes TCP alone: no STUN, and no relay over UDP. */
export function blockUdp(): void {
  const passes = (url: string): boolean => url.includes('transport=tcp');
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration: RTCConfiguration = {}) {
      const iceServers = (configuration.iceServers ?? [])
        .map((server) => ({ ...server, urls: [server.urls].flat().filter(passes) }))
        .filter(({ urls }) => urls.length > 0);
      super({ ...configuration, iceServers });
    }
  };
}

/** Counts the peer connections that are open. */
export function countConnections(): void {
  const connections: RTCPeerConnection[] = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  window.openConnections = () =>
    connections.filter(({ signalingState }) => signalingState !== 'closed').length;
}

/** Every microphone gives silence, and every camera black. */
export function silentAndBlack(): void {
  const silence = (): MediaStream => new AudioContext().createMediaStreamDestination().stream;
  const black = (): MediaStream => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    setInterval(() => context?.fillRect(0, 0, canvas.width, canvas.height), 50);
    return canvas.captureStream(20);
  };
  navigator.mediaDevices.getUserMedia = ({ video } = {}) =>
    Promise.resolve(video === undefined ? silence() : black());
}
