import { expect } from '@playwright/test';
import type { Person } from './person.ts';

type Conversation = ReturnType<Person['conversationWith']>;

/** Opens one's conversation with somebody, by the search for people. */
export async function openConversation(who: Person, other: Person): Promise<Conversation> {
  await who.find(other);
  await who.people.conversation(other).click();
  const conversation = who.conversationWith(other);
  await expect(conversation.field).toBeVisible();
  return conversation;
}
