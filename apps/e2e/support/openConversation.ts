import { expect } from '@playwright/test';
import type { Named } from './callTerms.ts';
import type { Person } from './person.ts';

type Conversation = ReturnType<Person['conversationWith']>;

/** Opens the conversation with a person, through the search for people. */
export async function openConversation(who: Person, other: Named): Promise<Conversation> {
  await who.find(other);
  await who.people.conversation(other).click();
  const conversation = who.conversationWith(other);
  await expect(conversation.field).toBeVisible();
  return conversation;
}
