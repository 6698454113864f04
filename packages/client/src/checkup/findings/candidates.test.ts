import { describe, expect, test } from 'vitest';
import { mappingOf, readCandidate, type Candidate } from './candidates.ts';

const foundation = 'candidate:1 1 udp 2113937151';

function read(...lines: readonly string[]): readonly Candidate[] {
  return lines.flatMap((line) => readCandidate(`${foundation} ${line}`) ?? []);
}

const host = '10.0.0.2 5000 typ host network-id 1';
const reflexive = (port: number): string =>
  `198.51.100.7 ${port} typ srflx raddr 0.0.0.0 rport 0 network-id 1`;
const relayed = (port: number, seenPort: number): string =>
  `192.0.2.9 ${port} typ relay raddr 198.51.100.7 rport ${seenPort} network-id 1`;

describe('how two ports of the relay see this machine', () => {
  test.each([
    ['the same port for both', [host, reflexive(40_001), relayed(1, 40_001), relayed(2, 40_001)], 'same'],
    ['another port for each', [host, reflexive(40_001), relayed(1, 40_001), relayed(2, 40_002)], 'different'],
    ['reflexive candidates alone, with two ports', [host, reflexive(40_001), reflexive(40_002)], 'different'],
    ['an answer of one port alone', [host, reflexive(40_001), relayed(1, 40_001)], 'unknown'],
    ['relayed addresses whose origin the browser hides', [host, relayed(1, 0), relayed(2, 0)], 'unknown'],
    ['no answer', [host], 'none'],
    ['nothing at all', [], 'none'],
  ])('%s', (_, lines, mapping) => {
    expect(mappingOf(read(...lines))).toBe(mapping);
  });

  test('another address for each from a browser that does not name its interfaces says nothing', () => {
    const lines = [relayed(1, 40_001), relayed(2, 40_002)].map((line) => line.replace(' network-id 1', ''));
    expect(mappingOf(read(...lines))).toBe('unknown');
  });

  test('two interfaces that differ from each other are judged apart', () => {
    const other = (line: string): string => line.replace('network-id 1', 'network-id 2');
    const lines = [
      relayed(1, 40_001),
      relayed(2, 40_001),
      other(relayed(3, 50_001)),
      other(relayed(4, 50_002)),
    ];
    expect(mappingOf(read(...lines))).toBe('same');
  });
});

test('an IPv6 address and a hidden name are both local addresses', () => {
  expect(read('fd00::2 5000 typ host', '3b1c.local 5000 typ host')).toEqual([
    { kind: 'host', isIpv6: true, network: '' },
    { kind: 'host', isIpv6: false, network: '' },
  ]);
});

test.each(['', 'candidate:', 'candidate:1 1 udp 1 10.0.0.2 5000 typ elsewhere'])(
  '%j is no candidate',
  (line) => {
    expect(readCandidate(line)).toBeUndefined();
  },
);
