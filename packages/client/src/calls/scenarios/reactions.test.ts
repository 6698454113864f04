import { expect, it } from 'vitest';
import { activeBy, adaToGrace, callId, CallsHarness, graceDevice, linkId } from './callsHarness.testing.ts';

const sent = (call: CallsHarness): readonly unknown[] =>
  call.effects.flatMap((effect) => (effect.type === 'sendPeerMessage' ? [effect.message] : []));

const shown = (call: CallsHarness): readonly string[] =>
  call.current.reactions.map(({ from, reaction }) => `${from} ${reaction}`);

const peerSays = (call: CallsHarness, hand?: 'raised'): void =>
  call.sessionEvent({
    type: 'message',
    message: { kind: 'sending', microphone: 'on', camera: 'off', ...(hand !== undefined && { hand }) },
  });

it('a reaction is shown here, sent to the other side, and goes after some seconds', () => {
  const call = CallsHarness.inCall();
  call.current.react?.('heart');
  expect(sent(call)).toEqual([{ kind: 'reaction', reaction: 'heart' }]);
  expect(shown(call)).toEqual(['me heart']);
  call.advance(3_900);
  expect(shown(call)).toEqual(['me heart']);
  call.advance(200);
  expect(shown(call)).toEqual([]);
});

it('a reaction that goes asks the server for nothing', () => {
  const call = CallsHarness.inCall();
  call.current.react?.('applause');
  call.clear();
  call.advance(4_100);
  expect(call.effects).toEqual([]);
});

it('reactions of both sides are told apart, each with an id of its own', () => {
  const call = CallsHarness.inCall();
  call.current.react?.('laughter');
  call.sessionEvent({ type: 'message', message: { kind: 'reaction', reaction: 'surprise' } });
  expect(shown(call)).toEqual(['me laughter', 'peer surprise']);
  expect(new Set(call.current.reactions.map(({ id }) => id)).size).toBe(2);
});

it('more than five in two seconds are neither shown nor sent, and later ones are', () => {
  const call = CallsHarness.inCall();
  for (let press = 0; press < 9; press += 1) call.current.react?.('celebration');
  expect(sent(call)).toHaveLength(5);
  expect(shown(call)).toHaveLength(5);
  call.advance(2_100);
  call.current.react?.('celebration');
  expect(sent(call)).toHaveLength(6);
});

it('a page that floods shows five of its reactions, and does not use up the share of this side', () => {
  const call = CallsHarness.inCall();
  for (let message = 0; message < 100; message += 1)
    call.sessionEvent({ type: 'message', message: { kind: 'reaction', reaction: 'thumbsUp' } });
  expect(shown(call)).toHaveLength(5);
  call.current.react?.('heart');
  expect(shown(call)).toHaveLength(6);
});

it('while no link is up, there is nothing to react with', () => {
  const call = CallsHarness.inCall();
  call.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
  expect(call.current.react).toBeUndefined();
  const calling = CallsHarness.online();
  calling.place();
  expect(calling.current.react).toBeUndefined();
  expect(calling.current.raiseHand).toBeUndefined();
});

it('a raised hand is told with what is sent, and stays until it is lowered', () => {
  const call = CallsHarness.inCall();
  call.current.raiseHand?.();
  expect(sent(call).at(-1)).toMatchObject({ kind: 'sending', hand: 'raised' });
  expect(call.current.raiseHand).toBeUndefined();
  call.current.mute?.();
  expect(sent(call).at(-1)).toMatchObject({ kind: 'sending', microphone: 'muted', hand: 'raised' });
  call.current.lowerHand?.();
  expect(sent(call).at(-1)).not.toHaveProperty('hand');
  expect(call.current.lowerHand).toBeUndefined();
});

it('a hand raised while the link is down is told on the next link', () => {
  const call = CallsHarness.inCall();
  call.sessionEvent({ type: 'down', linkId: linkId('11'), cause: 'silent' });
  call.current.raiseHand?.();
  expect(sent(call)).toEqual([]);
  call.linkUp(linkId('12'));
  expect(sent(call)).toMatchObject([{ kind: 'sending', hand: 'raised' }]);
});

it('a raised hand survives a reload of its page', () => {
  const inputs = { callId: callId('1'), microphone: 'on', camera: 'off', isHandRaised: true } as const;
  const call = CallsHarness.offline({ pendingEnds: [], inputs });
  call.attach([adaToGrace(activeBy(graceDevice))]);
  call.linkUp();
  expect(call.current.lowerHand).toBeDefined();
  expect(sent(call).at(-1)).toMatchObject({ kind: 'sending', hand: 'raised' });
});

it("the other side's hand is up until its page says nothing of it", () => {
  const call = CallsHarness.inCall();
  expect(call.current.remoteHand).toBe('lowered');
  peerSays(call, 'raised');
  call.push(adaToGrace(activeBy(graceDevice, 5)));
  expect(call.current.remoteHand).toBe('raised');
  peerSays(call);
  expect(call.current.remoteHand).toBe('lowered');
});

it('a late press after the call changes no newer one', () => {
  const call = CallsHarness.inCall();
  const { react, raiseHand, hangUp } = call.current;
  hangUp?.();
  call.clear();
  react?.('heart');
  raiseHand?.();
  expect(call.effects).toEqual([]);
});
