/**
 * Whether this browser has what a call needs. Some are built without WebRTC, or have it switched off by a policy or a
 * privacy setting; an insecure page has no media devices.
 */
export function canMakeCalls(): boolean {
  return (
    typeof RTCPeerConnection === 'function' &&
    typeof navigator !== 'undefined' &&
    typeof navigator.mediaDevices?.getUserMedia === 'function'
  );
}

/** Whether this browser lets a page ask for a screen, a window or a tab; phones don't. */
export function canShareScreen(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.mediaDevices?.getDisplayMedia === 'function';
}
