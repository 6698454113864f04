import { fail, ok, type Insight, type Result } from '@ringback/protocol';
import { InsightPage, InsightScreen } from '../../features/insight/InsightPage.tsx';
import type { GalleryStory } from './galleryStory.ts';

const hourMs = 60 * 60 * 1000;

/** A day like many: quiet at night, and a few failures around noon. */
function aDay(): Insight {
  const to = Math.ceil(Date.now() / hourMs) * hourMs;
  const from = to - 24 * hourMs;
  const rows = Array.from({ length: 24 }, (_, hour) => {
    const busy = Math.round(20 * Math.max(0, Math.sin(((hour - 6) * Math.PI) / 16)));
    const row = (figure: string, label: string, value: number) => ({
      at: from + hour * hourMs,
      figure,
      label,
      value,
    });
    return [
      row('placed', 'audio', busy),
      row('ended', 'hungUp', Math.ceil(busy * 0.7)),
      row('ended', 'noAnswer', Math.floor(busy * 0.15)),
      row('ended', 'declined', Math.floor(busy * 0.1)),
      row('ended', 'connectFailed/noCandidates', hour === 12 ? 4 : 0),
      row('ended', 'connectionLost/iceFailed', hour === 13 ? 2 : 0),
      row('placeToRing', '20', busy),
      row('placeToRing', '200', Math.floor(busy / 8)),
      row('answerToMedia', '300', busy),
      row('answerToMedia', '1500', Math.floor(busy / 6)),
      row('route', 'direct/udp', Math.floor(busy * 0.6)),
      row('route', 'relay/tcp', Math.floor(busy * 0.2)),
      row('interrupted', 'iceFailed', Math.floor(busy / 10)),
      row('gap', '2000', Math.floor(busy / 10)),
      row('relayBytes', '', busy * 34_000_000),
      row('relayAllocations', '', busy * 4),
      row('sockets', '', 12 + busy * 3),
      row('error', 'socket/tooMany', Math.floor(busy / 5)),
      row('error', 'http/401', 1),
      row('request', '10', busy * 90),
      row('slow', 'history:search', hour === 12 ? 3 : 0),
      row('push', 'accepted', busy),
      row('push', 'gone', Math.floor(busy / 7)),
      row('shortAgain', '', hour === 12 ? 2 : 0),
    ].filter(({ value }) => value > 0);
  }).flat();
  return { from, to, stepMs: hourMs, rows, relay: { allocations: 1_000, mbps: 500 } };
}

function insight(answer: () => Result<Insight>): GalleryStory {
  const api = { read: () => Promise.resolve(answer()) };
  const page = () => <InsightScreen api={api} onLeave={() => {}} />;
  return { path: '/', script: () => ({}), page };
}

/** The host's figures at `/insight`. */
export const insightStories: Readonly<Record<string, GalleryStory>> = {
  'insight-token': { path: '/', script: () => ({}), page: InsightPage },
  'insight-day': insight(() => ok(aDay())),
  'insight-empty': insight(() => ok({ ...aDay(), rows: [] })),
  'insight-offline': insight(() => fail('offline')),
};
