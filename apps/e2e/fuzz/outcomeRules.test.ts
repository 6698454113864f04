import { MessageId, UserId } from '@ringback/protocol';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { faultIn } from './outcomeRules.ts';

const sender = v.parse(UserId, randomUUID());

/** A message and its acceptance by the server. */
function taken(text: string): { readonly body: string; readonly fault: string | undefined } {
  const sent = { id: v.parse(MessageId, randomUUID()), to: v.parse(UserId, randomUUID()), text };
  const data = { ...sent, text: text.toWellFormed(), from: sender, sentAt: 1 };
  const body = `["message:send",{"id":"${sent.id}","to":"${sent.to}","text":"${text}"}]`;
  return { body, fault: faultIn({ kind: 'answered', answer: { ok: true, data } }, body, sender) };
}

test('a lone surrogate arrives as a replacement character: rightly accepted', () => {
  expect(taken('half \ud800 of it').fault).toBeUndefined();
});

test('an accepted message without text is a fault', () => {
  expect(taken('').fault).toBe('was granted, though it is no good request');
});
