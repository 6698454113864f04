/**
 * Completes recordings in WebM (a subset of Matroska, RFC 9559). Firefox writes them as a live stream: without a length,
 * without an index, and with sizes left open. Chromium can neither seek in such a file nor even start it (measured with
 * Firefox 153 and Chromium 156), so what is missing is added where it is recorded.
 */

/** Elements by their ids, the marker bits included. */
const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seek: 0x4dbb,
  seekId: 0x53ab,
  seekPosition: 0x53ac,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cueTrackPositions: 0xb7,
  cueTrack: 0xf7,
  cueClusterPosition: 0xf1,
} as const;

/** Elements on the level of clusters; each ends a cluster whose size was left open. */
const besideClusters: ReadonlySet<number> = new Set([
  ids.seekHead,
  ids.info,
  ids.tracks,
  ids.cluster,
  ids.cues,
]);

interface Element {
  readonly id: number;
  readonly data: Uint8Array;
  /** Its size was left open, so its data ends with what contains it, or earlier. */
  readonly isOpen: boolean;
}

/** Nanoseconds per unit of time where a file names none. */
const defaultScale = 1_000_000;

/**
 * Adds the length, an index, and all sizes to a recording.
 *
 * @returns a new file, or the same bytes where nothing is missing or they are not understood
 */
export function completeWebm(bytes: Uint8Array<ArrayBuffer>, durationMs: number): Uint8Array<ArrayBuffer> {
  try {
    const [header, segment] = children(bytes);
    if (header?.id !== ids.header || segment?.id !== ids.segment || !segment.isOpen) return bytes;
    return rebuild(header, children(segment.data), durationMs) ?? bytes;
  } catch (error) {
    if (error instanceof RangeError) return bytes;
    throw error;
  }
}

function rebuild(
  header: Element,
  inSegment: readonly Element[],
  durationMs: number,
): Uint8Array<ArrayBuffer> | undefined {
  const find = (id: number): Element | undefined => inSegment.find((each) => each.id === id);
  const [info, tracks] = [find(ids.info), find(ids.tracks)];
  const clusters = inSegment.filter(({ id }) => id === ids.cluster);
  if (info === undefined || tracks === undefined || clusters.length === 0) return undefined;
  const withLength = element(ids.info, lengthened(info.data, durationMs));
  const first = [withLength, element(ids.tracks, tracks.data)];
  const media = clusters.map(({ data }) => element(ids.cluster, data));
  const headSize = seekHead(0).length;
  const positions = media.map((_, index) => headSize + total([...first, ...media.slice(0, index)]));
  const cues = element(ids.cues, join(cuePoints(clusters, positions, trackNumbers(tracks.data))));
  const cuesAt = headSize + total([...first, ...media]);
  const segment = element(ids.segment, join([seekHead(cuesAt), ...first, ...media, cues]));
  return join([element(ids.header, header.data), segment]);
}

/** Says where the index is, from the start of the segment's data. */
function seekHead(cuesAt: number): Uint8Array<ArrayBuffer> {
  const entry = join([element(ids.seekId, number(ids.cues, 4)), element(ids.seekPosition, number(cuesAt))]);
  return element(ids.seekHead, element(ids.seek, entry));
}

/** The file's information with its length in it. */
function lengthened(info: Uint8Array, durationMs: number): Uint8Array<ArrayBuffer> {
  const all = children(info);
  const scale = all.find(({ id }) => id === ids.timestampScale);
  const duration = new Uint8Array(8);
  const units = (durationMs * 1_000_000) / (scale === undefined ? defaultScale : valueOf(scale.data));
  new DataView(duration.buffer).setFloat64(0, units);
  const others = all.filter(({ id }) => id !== ids.duration).map(({ id, data }) => element(id, data));
  return join([...others, element(ids.duration, duration)]);
}

function trackNumbers(tracks: Uint8Array): readonly number[] {
  return children(tracks)
    .filter(({ id }) => id === ids.trackEntry)
    .flatMap(({ data }) => children(data).filter(({ id }) => id === ids.trackNumber))
    .map(({ data }) => valueOf(data));
}

/** The index: the time and the place of each cluster, for each track. */
function cuePoints(
  clusters: readonly Element[],
  positions: readonly number[],
  tracks: readonly number[],
): Uint8Array<ArrayBuffer>[] {
  return clusters.map(({ data }, index) => {
    const [timestamp] = children(data);
    const time = timestamp?.id === ids.timestamp ? valueOf(timestamp.data) : 0;
    const places = tracks.map((track) =>
      element(
        ids.cueTrackPositions,
        join([
          element(ids.cueTrack, number(track)),
          element(ids.cueClusterPosition, number(positions[index] ?? 0)),
        ]),
      ),
    );
    return element(ids.cuePoint, join([element(ids.cueTime, number(time)), ...places]));
  });
}

/** Reads the elements that follow each other. */
function children(bytes: Uint8Array): Element[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const { id, size, dataAt } = startOf(view, at);
    const end = size === 'open' ? endOfOpen(view, id, dataAt) : Math.min(dataAt + size, bytes.length);
    found.push({ id, data: bytes.subarray(dataAt, end), isOpen: size === 'open' });
    at = end;
  }
  return found;
}

/** Where an element ends whose size was left open. */
function endOfOpen(view: DataView, id: number, dataAt: number): number {
  if (id !== ids.cluster) return view.byteLength;
  for (let at = dataAt; at < view.byteLength;) {
    const start = startOf(view, at);
    if (besideClusters.has(start.id)) return at;
    if (start.size === 'open') return view.byteLength;
    at = start.dataAt + start.size;
  }
  return view.byteLength;
}

interface Start {
  readonly id: number;
  readonly size: number | 'open';
  readonly dataAt: number;
}

/** @throws RangeError at the end of the file */
function startOf(view: DataView, at: number): Start {
  const idWidth = widthAt(view, at);
  const sizeAt = at + idWidth;
  const width = widthAt(view, sizeAt);
  const marked = view.getUint8(sizeAt);
  const [most, rest] = [marked - 2 ** (8 - width), numberAt(view, sizeAt + 1, width - 1)];
  const isOpen = most === 2 ** (8 - width) - 1 && rest === 2 ** (8 * (width - 1)) - 1;
  return {
    id: numberAt(view, at, idWidth),
    size: isOpen ? 'open' : most * 2 ** (8 * (width - 1)) + rest,
    dataAt: sizeAt + width,
  };
}

/** How many bytes a number of variable width takes: its first byte has as many leading zeros, less one. */
function widthAt(view: DataView, at: number): number {
  const width = Math.clz32(view.getUint8(at)) - 23;
  if (width > 8) throw new RangeError('No number is that wide.');
  return width;
}

function numberAt(view: DataView, at: number, width: number): number {
  let value = 0;
  for (let index = 0; index < width; index += 1) value = value * 256 + view.getUint8(at + index);
  return value;
}

function valueOf(data: Uint8Array): number {
  return data.reduce((value, byte) => value * 256 + byte, 0);
}

function element(id: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = number(data.length);
  size[0] = 0x01;
  return join([number(id, id > 0xffffff ? 4 : id > 0xffff ? 3 : id > 0xff ? 2 : 1), size, data]);
}

function number(value: number, width = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(width);
  for (let index = width - 1, rest = value; index >= 0; index -= 1, rest = Math.floor(rest / 256))
    bytes[index] = rest % 256;
  return bytes;
}

function total(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(total(parts));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
