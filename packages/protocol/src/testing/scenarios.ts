import type { EndReason } from '../call/call.ts';
import { ada, grace, grace2, mary } from './fixtures.ts';
import { callId, linkId, type SimulatedServer, type TestDevice } from './simulatedServer.ts';

/** One way a call can go, played on the simulated server. Its steps become a diagram. */
export interface Scenario {
  readonly title: string;
  /** What a reader should notice. */
  readonly about: string;
  readonly tabs: readonly TestDevice[];
  readonly play: (server: SimulatedServer) => void;
  /** How the first call ends. */
  readonly end: EndReason;
}

const call = callId(1);
const again = callId(2);
const link = linkId(1);
const two = [ada, grace];
const three = [ada, grace, grace2];

function placeAndRing(server: SimulatedServer, ...tabs: readonly TestDevice[]): void {
  server.place(ada, call, grace);
  for (const tab of tabs) server.ring(tab, call);
}

function talk(server: SimulatedServer): void {
  placeAndRing(server, grace);
  server.passMs(4_000);
  server.accept(grace, call);
  server.linkUp(ada, call, link);
  server.linkUp(grace, call, link);
  server.passMs(7_000);
}

/** One for each end reason, and for each way two people or two devices can interfere. */
export const scenarios: readonly Scenario[] = [
  {
    title: 'Answered, then hung up',
    about: 'The first media packet on either side makes the call active; the duration starts then.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.end(ada, call);
    },
  },
  {
    title: 'Canceled',
    about: 'The caller cancels while it rings. Every tab of the callee stops ringing at once.',
    tabs: three,
    end: 'canceled',
    play: (server) => {
      placeAndRing(server, grace, grace2);
      server.end(ada, call);
    },
  },
  {
    title: 'Canceled, because the caller’s page went away',
    about: 'No one pressed anything: after 8 s without the caller’s device the server cancels for them.',
    tabs: two,
    end: 'canceled',
    play: (server) => {
      placeAndRing(server, grace);
      server.detach(ada, 'closed');
      server.passMs(8_000);
    },
  },
  {
    title: 'No answer',
    about:
      'It rang, and the server’s ring deadline passed. Clients never end a call because it is unanswered.',
    tabs: two,
    end: 'noAnswer',
    play: (server) => {
      placeAndRing(server, grace);
      server.passMs(45_000);
    },
  },
  {
    title: 'Unreachable',
    about:
      'No device of the callee reported that it rings. The callee finds the missed call when a device is back.',
    tabs: two,
    end: 'unreachable',
    play: (server) => {
      server.detach(grace, 'closed');
      server.place(ada, call, grace);
      server.passMs(45_000);
      server.attach(grace);
    },
  },
  {
    title: 'Declined',
    about: 'One device declines for all devices of its user.',
    tabs: three,
    end: 'declined',
    play: (server) => {
      placeAndRing(server, grace, grace2);
      server.decline(grace, call);
    },
  },
  {
    title: 'Busy',
    about:
      'The callee is calling someone else, holds a call beside the one they are in, or takes no second call.',
    tabs: [ada, grace, mary],
    end: 'busy',
    play: (server) => {
      server.place(grace, again, mary);
      server.place(ada, call, grace);
    },
  },
  {
    title: 'The connection never came up',
    about: 'Answered, but no media within 20 s: both histories say Failed, with the same cause.',
    tabs: two,
    end: 'connectFailed',
    play: (server) => {
      placeAndRing(server, grace);
      server.accept(grace, call);
      server.linkDown(ada, call, link, 'iceFailed');
      server.passMs(20_000);
    },
  },
  {
    title: 'The connection was lost for good',
    about: 'Media stopped at both ends and did not come back within 30 s.',
    tabs: two,
    end: 'connectionLost',
    play: (server) => {
      talk(server);
      server.linkDown(ada, call, link);
      server.linkDown(grace, call, link);
      server.passMs(30_000);
    },
  },
  {
    title: 'A page is reloaded in the call',
    about: 'The page has 12 s to come back; the new one says hello without a link and brings the media back.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.detach(grace, 'closed');
      server.linkDown(ada, call, link, 'peerClosed');
      server.passMs(2_000);
      server.attach(grace);
      server.linkUp(grace, call, linkId(2));
      server.linkUp(ada, call, linkId(2));
      server.end(grace, call);
    },
  },
  {
    title: 'On hold',
    about:
      'Each user holds for themself. Silent audio goes on, so the link stays watched, and the duration runs.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.hold(grace, call);
      server.annotate('sends silence and no pictures', grace);
      server.passMs(20_000);
      server.hold(grace, call, false);
      server.end(ada, call);
    },
  },
  {
    title: 'A second call, accepted while the first one is held',
    about:
      'It rings on the device in the first call alone. Accepting it and holding the first are one step; so is swapping the two.',
    tabs: [ada, grace, grace2, mary],
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.place(mary, again, grace);
      server.ring(grace, again);
      server.accept(grace, again, 'audio', 'hold');
      server.linkUp(mary, again, linkId(2));
      server.passMs(30_000);
      server.hold(grace, call, false);
      server.end(mary, again);
      server.end(ada, call);
    },
  },
  {
    title: 'Glare: both call each other',
    about:
      'The second place becomes an accept of the first call. Its id stays an alias, so a cancel under it still counts.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      server.place(ada, call, grace);
      server.place(grace, again, ada);
      server.linkUp(ada, call, link);
      server.passMs(3_000);
      server.end(grace, again);
    },
  },
  {
    title: 'Re-call: the same caller starts over',
    about: 'The old call ends without a missed-call notice, because the phone rings again at this moment.',
    tabs: two,
    end: 'canceled',
    play: (server) => {
      placeAndRing(server, grace);
      server.annotate('starts over', ada);
      server.place(ada, again, grace);
    },
  },
  {
    title: 'Answered elsewhere',
    about:
      'The first accept wins. Other tabs stop ringing at once, and a late accept or decline changes nothing.',
    tabs: three,
    end: 'hungUp',
    play: (server) => {
      placeAndRing(server, grace, grace2);
      server.accept(grace2, call);
      server.accept(grace, call);
      server.decline(grace, call);
      server.linkUp(ada, call, link);
      server.passMs(5_000);
      server.end(ada, call);
    },
  },
  {
    title: 'Answer and cancel at the same instant',
    about:
      'Exactly one wins, by the order in which the server writes. Here the answer does, so the cancel hangs up.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      placeAndRing(server, grace);
      server.accept(grace, call);
      server.end(ada, call);
    },
  },
  {
    title: 'Hung up without the server',
    about:
      'The other device learns it over the data channel and reports it, and the server accepts the time of the press.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.detach(ada, 'silent');
      server.annotate('hangs up; says so over the data channel', ada);
      server.passMs(1_000);
      server.end(grace, call, { peerEnded: true, agoMs: 1_000 });
    },
  },
  {
    title: 'The server dies in the call',
    about:
      'Media flows between the browsers and never stops. A returning device reports which link carries it.',
    tabs: two,
    end: 'hungUp',
    play: (server) => {
      talk(server);
      server.restart(2_000);
      server.attach(ada, { callId: call, linkId: link });
      server.attach(grace, { callId: call, linkId: link });
      server.passMs(60_000);
      server.end(grace, call);
    },
  },
];
