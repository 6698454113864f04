import type { EndReason } from '../call/call.ts';
import { ada, grace, grace2, mary } from './fixtures.ts';
import { callId, linkId, type Tab, type World } from './simulatedServer.ts';

/** One way a call can go, played on the small world; its trace becomes a diagram. */
export interface Scenario {
  readonly title: string;
  /** What a reader should notice. */
  readonly about: string;
  readonly tabs: readonly Tab[];
  readonly play: (world: World) => void;
  /** How the first call ends. */
  readonly end: EndReason;
}

const call = callId(1);
const again = callId(2);
const link = linkId(1);
const two = [ada, grace];
const three = [ada, grace, grace2];

function ring(world: World, ...tabs: readonly Tab[]): void {
  world.place(ada, call, grace);
  for (const tab of tabs) world.ring(tab, call);
}

function talk(world: World): void {
  ring(world, grace);
  world.passMs(4_000);
  world.accept(grace, call);
  world.linkUp(ada, call, link);
  world.linkUp(grace, call, link);
  world.passMs(7_000);
}

/** For each ending, and for each way two people or two devices can cross each other. */
export const scenarios: readonly Scenario[] = [
  {
    title: 'Answered, then hung up',
    about: 'The first media packet on either side makes the call active; from then on the duration runs.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      talk(world);
      world.end(ada, call);
    },
  },
  {
    title: 'Canceled',
    about: 'The caller takes the call back while it rings. Every tab of the callee stops ringing at once.',
    tabs: three,
    end: 'canceled',
    play: (world) => {
      ring(world, grace, grace2);
      world.end(ada, call);
    },
  },
  {
    title: 'Canceled, because the caller’s page went away',
    about: 'Nobody pressed anything: after 8 s without the caller’s device the server cancels for them.',
    tabs: two,
    end: 'canceled',
    play: (world) => {
      ring(world, grace);
      world.detach(ada, 'closed');
      world.passMs(8_000);
    },
  },
  {
    title: 'No answer',
    about: 'It rang, and the server’s ring deadline passed. No client ends a call for want of an answer.',
    tabs: two,
    end: 'noAnswer',
    play: (world) => {
      ring(world, grace);
      world.passMs(45_000);
    },
  },
  {
    title: 'Unreachable',
    about:
      'No device of the callee ever said that it rings. The callee finds the missed call when a device is back.',
    tabs: two,
    end: 'unreachable',
    play: (world) => {
      world.detach(grace, 'closed');
      world.place(ada, call, grace);
      world.passMs(45_000);
      world.attach(grace);
    },
  },
  {
    title: 'Declined',
    about: 'One device declines for all devices of its user.',
    tabs: three,
    end: 'declined',
    play: (world) => {
      ring(world, grace, grace2);
      world.decline(grace, call);
    },
  },
  {
    title: 'Busy',
    about:
      'The callee is on another call, so the call ends as it is placed, and the callee is told afterwards.',
    tabs: [ada, grace, mary],
    end: 'busy',
    play: (world) => {
      world.place(grace, again, mary);
      world.place(ada, call, grace);
    },
  },
  {
    title: 'The connection never came up',
    about: 'Answered, but no media within 20 s: both histories say Failed, with the same cause.',
    tabs: two,
    end: 'connectFailed',
    play: (world) => {
      ring(world, grace);
      world.accept(grace, call);
      world.linkDown(ada, call, link, 'iceFailed');
      world.passMs(20_000);
    },
  },
  {
    title: 'The connection was lost for good',
    about: 'Media stopped at both ends and did not come back within 30 s.',
    tabs: two,
    end: 'connectionLost',
    play: (world) => {
      talk(world);
      world.linkDown(ada, call, link);
      world.linkDown(grace, call, link);
      world.passMs(30_000);
    },
  },
  {
    title: 'A page is reloaded in the call',
    about: 'The page has 12 s to come back; the new one says hello without a link and brings the media back.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      talk(world);
      world.detach(grace, 'closed');
      world.linkDown(ada, call, link, 'peerClosed');
      world.passMs(2_000);
      world.attach(grace);
      world.linkUp(grace, call, linkId(2));
      world.linkUp(ada, call, linkId(2));
      world.end(grace, call);
    },
  },
  {
    title: 'Glare: both call each other',
    about:
      'The second place becomes an accept of the first call. Its id stays an alias, so a cancel under it still counts.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      world.place(ada, call, grace);
      world.place(grace, again, ada);
      world.linkUp(ada, call, link);
      world.passMs(3_000);
      world.end(grace, again);
    },
  },
  {
    title: 'Re-call: the same caller starts over',
    about: 'The old call gives way without a notice of a miss, since the phone rings again this very moment.',
    tabs: two,
    end: 'canceled',
    play: (world) => {
      ring(world, grace);
      world.note('starts over', ada);
      world.place(ada, again, grace);
    },
  },
  {
    title: 'Answered elsewhere',
    about:
      'The first accept wins. Other tabs stop ringing at once, and a late accept or decline changes nothing.',
    tabs: three,
    end: 'hungUp',
    play: (world) => {
      ring(world, grace, grace2);
      world.accept(grace2, call);
      world.accept(grace, call);
      world.decline(grace, call);
      world.linkUp(ada, call, link);
      world.passMs(5_000);
      world.end(ada, call);
    },
  },
  {
    title: 'Answer and cancel at the same instant',
    about:
      'Exactly one wins, by the order in which the server writes. Here the answer does, so the cancel hangs up.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      ring(world, grace);
      world.accept(grace, call);
      world.end(ada, call);
    },
  },
  {
    title: 'Hung up without the server',
    about:
      'The other side hears it over the data channel and tells the server, which believes how long ago it was.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      talk(world);
      world.detach(ada, 'silent');
      world.note('hangs up; says so over the data channel', ada);
      world.passMs(1_000);
      world.end(grace, call, { peerEnded: true, agoMs: 1_000 });
    },
  },
  {
    title: 'The server dies in the call',
    about: 'Media goes from browser to browser and never stops. Who comes back says which link carries it.',
    tabs: two,
    end: 'hungUp',
    play: (world) => {
      talk(world);
      world.restart(2_000);
      world.attach(ada, { callId: call, linkId: link });
      world.attach(grace, { callId: call, linkId: link });
      world.passMs(60_000);
      world.end(grace, call);
    },
  },
];
