import { createFakeClock } from '@ringback/testkit';
import { expect, test } from 'vitest';
import { RelayOrders } from './relayOrders.ts';

test('orders are kept in their order for as long as credentials are valid', () => {
  const clock = createFakeClock();
  const orders = new RelayOrders(1_000, clock.now);
  const grant = { kind: 'grant', username: '1:a', group: 'call' } as const;
  const end = { kind: 'endGroup', group: 'call' } as const;
  orders.add(grant);
  clock.advance(600);
  orders.add(end);
  expect(orders.all()).toEqual([grant, end]);
  clock.advance(600);
  expect(orders.all()).toEqual([end]);
  clock.advance(1_000);
  orders.add(grant);
  expect(orders.all()).toEqual([grant]);
});
