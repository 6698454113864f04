/** As much of simple-peer 9.11 as is used here; it ships no types. Only the browser build runs under a bundler. */
declare module 'simple-peer/simplepeer.min.js' {
  export interface SimplePeerOptions {
    readonly initiator: boolean;
    /** Without it simple-peer asks public STUN servers. */
    readonly config: RTCConfiguration;
    /** Changes a description before it is set and sent. */
    readonly sdpTransform: (sdp: string) => string;
    /** Keeps each message of the data channel whole; without it two may come as one. */
    readonly objectMode: true;
  }

  interface Events {
    readonly signal: (signal: unknown) => void;
    readonly connect: () => void;
    readonly data: (message: unknown) => void;
    readonly error: (error: Error & { readonly code?: string }) => void;
    readonly close: () => void;
  }

  class SimplePeer {
    constructor(options: SimplePeerOptions);
    /** The peer connection; null once destroyed. */
    readonly _pc: RTCPeerConnection | null;
    readonly connected: boolean;
    readonly destroyed: boolean;
    on<Name extends keyof Events>(name: Name, listener: Events[Name]): this;
    addTransceiver(kind: 'audio' | 'video', init: RTCRtpTransceiverInit): void;
    signal(data: { readonly type: string }): void;
    send(text: string): void;
    /** Makes a new offer, at the initiator. */
    negotiate(): void;
    destroy(): void;
    /** Asked for the selected candidate pair before it says `connect`. */
    getStats: (done: (error: Error | null, items: readonly unknown[]) => void) => void;
  }

  export { SimplePeer as default };
}
