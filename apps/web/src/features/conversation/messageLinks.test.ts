import { describe, expect, test } from 'vitest';
import { messageParts } from './messageLinks.ts';

/** The links of a message, as they are shown. */
function linksOf(message: string): readonly string[] {
  return messageParts(message).flatMap((part) => (part.kind === 'link' ? [part.text] : []));
}

describe('links in messages', () => {
  test.each([
    ['alone', 'https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
    ['in a sentence', 'See http://example.org/.', 'http://example.org/'],
    ['in capitals', 'HTTPS://EXAMPLE.ORG', 'HTTPS://EXAMPLE.ORG'],
    ['before an exclamation', 'Look: https://example.org/x!!!', 'https://example.org/x'],
    ['in brackets', '(see https://example.org/a)', 'https://example.org/a'],
    ['with its own brackets', 'https://example.org/Ada_(name)', 'https://example.org/Ada_(name)'],
    [
      'with its own brackets, in brackets',
      '(https://example.org/Ada_(name)).',
      'https://example.org/Ada_(name)',
    ],
    ['in quotation marks', '“https://example.org/a”', 'https://example.org/a'],
    ['in angle brackets', '<https://example.org/a>', 'https://example.org/a'],
    ['of a literal address', 'http://[::1]:3000/x', 'http://[::1]:3000/x'],
    ['in another script', 'https://ja.wikipedia.org/wiki/日本。', 'https://ja.wikipedia.org/wiki/日本'],
    ['on a line of its own', 'a\nhttps://example.org\nb', 'https://example.org'],
    ['before a turned direction', 'https://example.org/\u202egpj.exe', 'https://example.org/'],
    ['before an isolate', 'https://example.org/a\u2066b', 'https://example.org/a'],
    ['before a right-to-left mark', 'https://example.org/a\u200fb', 'https://example.org/a'],
    ['before an Arabic letter mark', 'https://example.org/a\u061cb', 'https://example.org/a'],
    ['before a zero-width space', 'https://example.org/a\u200bb', 'https://example.org/a'],
    ['before an invisible letter', 'https://example.org/a\u3164b', 'https://example.org/a'],
  ])('%s', (_, message, link) => {
    expect(linksOf(message)).toEqual([link]);
  });

  test.each([
    ['a script', 'javascript:alert(1)'],
    ['a script that names a host', 'javascript://example.org/%0aalert(1)'],
    ['data', 'data:text/html,<script>alert(1)</script>'],
    ['a file', 'file:///etc/passwd'],
    ['a name before the host', 'https://bank.example@example.org/'],
    ['a host that does not exist', 'https://'],
    ['a broken address', 'http://[::1'],
    ['a scheme inside a word', 'xhttps://example.org'],
    ['a turned direction within the scheme', 'https:\u202e//example.org'],
  ])('%s is no link', (_, message) => {
    expect(messageParts(message)).toEqual([{ kind: 'text', text: message }]);
  });

  test('the text around links stays', () => {
    expect(messageParts('a https://x.example, b http://y.example')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'link', text: 'https://x.example', href: 'https://x.example/' },
      { kind: 'text', text: ', b ' },
      { kind: 'link', text: 'http://y.example', href: 'http://y.example/' },
    ]);
  });

  test('markup stays text', () => {
    expect(linksOf('<a href="https://example.org">x</a>')).toEqual(['https://example.org']);
    expect(messageParts('<b>x</b>')).toEqual([{ kind: 'text', text: '<b>x</b>' }]);
  });

  test('thousands of brackets are handled at once', () => {
    expect(linksOf(`https://example.org/${')'.repeat(3_900)}`)).toEqual(['https://example.org/']);
  });
});
