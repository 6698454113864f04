/**
 * A part of the browser that fails. Each `install` runs in the page, so it may use nothing from this file but
 * `pageFaultTools`, which is there as `faults`.
 */
export interface BrowserFault {
  /** What is broken, as the title of a test. */
  readonly title: string;
  /** `later`: once the person is signed in; before the first script of the page by default. */
  readonly when?: 'later';
  /** Stands for its kind in the browser in which everything fails at once. */
  readonly isCombined?: true;
  readonly install: () => void;
}

interface FaultTools {
  /** Throws what browsers throw for something that they refuse. */
  readonly refuse: () => never;
  readonly rejects: () => Promise<never>;
  readonly hangs: () => Promise<never>;
  /** Replaces a method or an attribute's getter, however it is defined. */
  readonly replace: (owner: object, name: string, value: unknown) => void;
  readonly replaceGetter: (owner: object, name: string, get: () => unknown) => void;
  /** Removes something as if the browser had never had it. */
  readonly remove: (owner: object, name: string) => void;
}

declare global {
  interface Window {
    faults: FaultTools;
  }
  const faults: FaultTools;
}

/** The script that breaks a page. Blank pages, on which nothing can be called, lack much of what a fault replaces. */
export function scriptOf(...broken: readonly BrowserFault[]): string {
  const steps = [pageFaultTools, ...broken.map(({ install }) => install)].map(
    (step) => `(${step.toString()})();`,
  );
  return `if (isSecureContext) { ${steps.join(' ')} }`;
}

/** Makes `faults` available to what is installed after it. Runs in the page. */
function pageFaultTools(): void {
  const refuse = (): never => {
    throw new DOMException('Refused by a test.', 'NotSupportedError');
  };
  window.faults = {
    refuse,
    rejects: () => Promise.reject(new DOMException('Refused by a test.', 'NotSupportedError')),
    hangs: () => new Promise<never>(() => {}),
    replace: (owner, name, value) =>
      Object.defineProperty(owner, name, { value, configurable: true, writable: true }),
    replaceGetter: (owner, name, get) => Object.defineProperty(owner, name, { get, configurable: true }),
    remove: (owner, name) => {
      for (let holder: object | null = owner; holder !== null; holder = Reflect.getPrototypeOf(holder))
        Reflect.deleteProperty(holder, name);
    },
  };
}

/** Everything that can be refused without making calls impossible. */
export const browserFaults: readonly BrowserFault[] = [
  {
    title: 'Web Audio refuses the microphone',
    install: () => faults.replace(AudioContext.prototype, 'createMediaStreamSource', faults.refuse),
  },
  { title: 'there is no Web Audio', install: () => faults.remove(window, 'AudioContext') },
  {
    title: 'Web Audio cannot be started',
    isCombined: true,
    install: () => faults.replace(window, 'AudioContext', faults.refuse),
  },
  {
    title: 'each method of Web Audio throws',
    install: () => {
      for (const name of ['createBuffer', 'createGain', 'createBufferSource', 'createAnalyser'])
        faults.replace(BaseAudioContext.prototype, name, faults.refuse);
      for (const name of ['resume', 'suspend', 'close'])
        faults.replace(AudioContext.prototype, name, faults.refuse);
    },
  },
  {
    title: 'Web Audio never answers',
    install: () => {
      for (const name of ['resume', 'suspend', 'close'])
        faults.replace(AudioContext.prototype, name, faults.hangs);
    },
  },
  {
    title: 'workers and channels refuse to start',
    isCombined: true,
    install: () => {
      faults.replace(window, 'Worker', faults.refuse);
      faults.replace(window, 'BroadcastChannel', faults.refuse);
    },
  },
  {
    title: 'sound stays on its thread, pictures on their page, and tracks are single',
    install: () => {
      faults.remove(window, 'AudioWorkletNode');
      faults.replace(HTMLCanvasElement.prototype, 'transferControlToOffscreen', faults.refuse);
      faults.replace(MediaStreamTrack.prototype, 'clone', faults.refuse);
    },
  },
  {
    title: 'storage throws at its very name',
    install: () => {
      faults.replaceGetter(window, 'sessionStorage', faults.refuse);
      faults.replaceGetter(window, 'localStorage', faults.refuse);
    },
  },
  {
    title: 'there is no storage',
    install: () => {
      faults.replace(window, 'sessionStorage', null);
      faults.replace(window, 'localStorage', null);
    },
  },
  {
    title: 'storage throws at each use',
    isCombined: true,
    install: () => {
      for (const name of ['getItem', 'setItem', 'removeItem'])
        faults.replace(Storage.prototype, name, faults.refuse);
    },
  },
  {
    title: 'storage is full',
    install: () => faults.replace(Storage.prototype, 'setItem', faults.refuse),
  },
  {
    title: 'storage is read-only',
    install: () => {
      faults.replace(Storage.prototype, 'setItem', faults.refuse);
      faults.replace(Storage.prototype, 'removeItem', faults.refuse);
    },
  },
  {
    title: 'storage throws from now on',
    when: 'later',
    install: () => {
      for (const name of ['getItem', 'setItem', 'removeItem'])
        faults.replace(Storage.prototype, name, faults.refuse);
    },
  },
  {
    title: 'storage is full from now on',
    when: 'later',
    install: () => faults.replace(Storage.prototype, 'setItem', faults.refuse),
  },
  {
    title: 'permissions cannot be queried',
    install: () => faults.replace(Permissions.prototype, 'query', faults.refuse),
  },
  {
    title: 'queries for permissions are rejected',
    isCombined: true,
    install: () => faults.replace(Permissions.prototype, 'query', faults.rejects),
  },
  {
    title: 'queries for permissions are never answered',
    install: () => faults.replace(Permissions.prototype, 'query', faults.hangs),
  },
  {
    title: 'there are no permissions to query',
    install: () => faults.replace(navigator, 'permissions', undefined),
  },
  { title: 'there are no locks', install: () => faults.replace(navigator, 'locks', undefined) },
  {
    title: 'locks throw',
    install: () => {
      for (const name of ['request', 'query']) faults.replace(LockManager.prototype, name, faults.refuse);
    },
  },
  {
    title: 'locks are rejected',
    isCombined: true,
    install: () => {
      for (const name of ['request', 'query']) faults.replace(LockManager.prototype, name, faults.rejects);
    },
  },
  {
    title: 'locks are never granted',
    install: () => {
      for (const name of ['request', 'query']) faults.replace(LockManager.prototype, name, faults.hangs);
    },
  },
  {
    title: 'devices cannot be listed',
    install: () => faults.replace(MediaDevices.prototype, 'enumerateDevices', faults.refuse),
  },
  {
    title: 'the list of devices never comes',
    install: () => faults.replace(MediaDevices.prototype, 'enumerateDevices', faults.hangs),
  },
  {
    title: 'devices cannot be watched',
    isCombined: true,
    install: () => {
      faults.replace(navigator.mediaDevices, 'addEventListener', faults.refuse);
      faults.replace(navigator.mediaDevices, 'removeEventListener', faults.refuse);
    },
  },
  {
    title: 'tracks do not tell their settings',
    isCombined: true,
    install: () => faults.replace(MediaStreamTrack.prototype, 'getSettings', faults.refuse),
  },
  {
    title: 'notifications throw',
    isCombined: true,
    install: () => {
      faults.replace(Notification, 'requestPermission', faults.refuse);
      faults.replaceGetter(Notification, 'permission', faults.refuse);
    },
  },
  {
    title: 'notifications are allowed, but cannot be made',
    install: () => {
      const refused = Object.assign(faults.refuse, {
        permission: 'granted',
        requestPermission: () => Promise.resolve('granted'),
      });
      faults.replace(window, 'Notification', refused);
      faults.replace(ServiceWorkerRegistration.prototype, 'showNotification', faults.rejects);
    },
  },
  { title: 'there are no notifications', install: () => faults.remove(window, 'Notification') },
  {
    title: 'service workers are refused',
    install: () => {
      faults.replace(navigator.serviceWorker, 'register', faults.rejects);
      faults.replace(navigator.serviceWorker, 'getRegistration', faults.rejects);
    },
  },
  {
    title: 'service workers throw',
    isCombined: true,
    install: () => {
      for (const name of ['register', 'getRegistration', 'startMessages', 'addEventListener'])
        faults.replace(navigator.serviceWorker, name, faults.refuse);
    },
  },
  { title: 'there are no service workers', install: () => faults.remove(navigator, 'serviceWorker') },
  {
    title: 'IndexedDB throws',
    isCombined: true,
    install: () => faults.replace(IDBFactory.prototype, 'open', faults.refuse),
  },
  {
    title: 'IndexedDB throws later',
    when: 'later',
    install: () => {
      faults.replace(IDBDatabase.prototype, 'transaction', faults.refuse);
      faults.replace(IDBFactory.prototype, 'open', faults.refuse);
    },
  },
  {
    title: 'IndexedDB never opens',
    install: () => faults.replace(IDBFactory.prototype, 'open', () => new EventTarget()),
  },
  { title: 'there is no IndexedDB', install: () => faults.replace(window, 'indexedDB', undefined) },
  {
    title: 'workers and broadcast channels cannot be made',
    isCombined: true,
    install: () => {
      for (const name of ['Worker', 'SharedWorker', 'BroadcastChannel'])
        faults.replace(window, name, faults.refuse);
    },
  },
  {
    title: 'no speaker can be chosen',
    install: () => faults.replace(HTMLMediaElement.prototype, 'setSinkId', faults.rejects),
  },
  {
    title: 'choosing a speaker throws',
    isCombined: true,
    install: () => {
      faults.replace(HTMLMediaElement.prototype, 'setSinkId', faults.refuse);
      faults.replaceGetter(HTMLMediaElement.prototype, 'sinkId', () => 'another');
    },
  },
  {
    title: 'statistics are rejected',
    isCombined: true,
    install: () => faults.replace(RTCPeerConnection.prototype, 'getStats', faults.rejects),
  },
  {
    title: 'statistics throw',
    install: () => faults.replace(RTCPeerConnection.prototype, 'getStats', faults.refuse),
  },
  {
    title: 'statistics never come',
    install: () => faults.replace(RTCPeerConnection.prototype, 'getStats', faults.hangs),
  },
  {
    title: 'elements take no streams',
    install: () =>
      Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
        get: () => null,
        set: faults.refuse,
        configurable: true,
      }),
  },
  {
    title: 'a speaker never answers',
    install: () => {
      faults.replace(HTMLMediaElement.prototype, 'setSinkId', faults.hangs);
      faults.replaceGetter(HTMLMediaElement.prototype, 'sinkId', () => 'another');
    },
  },
  {
    title: 'nothing may be played',
    isCombined: true,
    install: () => faults.replace(HTMLMediaElement.prototype, 'play', faults.rejects),
  },
  {
    title: 'playing throws',
    install: () => faults.replace(HTMLMediaElement.prototype, 'play', faults.refuse),
  },
  {
    title: 'nothing can be observed',
    isCombined: true,
    install: () => {
      for (const name of [
        'ResizeObserver',
        'IntersectionObserver',
        'MutationObserver',
        'PerformanceObserver',
      ])
        faults.replace(window, name, faults.refuse);
    },
  },
  {
    title: 'media queries throw',
    isCombined: true,
    install: () => faults.replace(window, 'matchMedia', faults.refuse),
  },
  {
    title: 'dialogs cannot be modal',
    isCombined: true,
    install: () => {
      for (const name of ['showModal', 'close', 'show'])
        faults.replace(HTMLDialogElement.prototype, name, faults.refuse);
    },
  },
  {
    title: 'there is no idle time',
    install: () => faults.remove(window, 'requestIdleCallback'),
  },
  {
    title: 'words cannot be segmented',
    isCombined: true,
    install: () => {
      for (const name of ['Segmenter', 'RelativeTimeFormat']) faults.remove(Intl, name);
    },
  },
  {
    title: 'there is no randomUUID',
    isCombined: true,
    install: () => faults.remove(crypto, 'randomUUID'),
  },
  {
    title: 'notes cannot be recorded',
    isCombined: true,
    install: () => faults.remove(window, 'MediaRecorder'),
  },
  {
    title: 'fonts, wake locks and media sessions throw',
    isCombined: true,
    install: () => {
      for (const name of ['fonts']) faults.replaceGetter(document, name, faults.refuse);
      for (const name of ['wakeLock', 'mediaSession', 'connection', 'storage', 'clipboard', 'userActivation'])
        faults.replaceGetter(navigator, name, faults.refuse);
    },
  },
  {
    title: 'codecs and encodings cannot be set',
    isCombined: true,
    install: () => {
      faults.replace(RTCRtpTransceiver.prototype, 'setCodecPreferences', faults.refuse);
      faults.replace(RTCRtpSender.prototype, 'getParameters', faults.refuse);
      faults.replace(RTCRtpSender.prototype, 'setParameters', faults.refuse);
      faults.replace(RTCRtpReceiver, 'getCapabilities', faults.refuse);
    },
  },
];
