import type { Page } from '@playwright/test';
import type { Medium, Named } from '../support/callTerms.ts';

/** The list of people, and the search for one by exact name. */
export function peoplePage(page: Page) {
  const list = page.getByRole('list', { name: 'People' });
  const search = page.getByRole('searchbox', { name: 'Search people' });
  const person = ({ name }: Named) => list.getByRole('listitem', { name, exact: true });
  return {
    list,
    search,
    person,
    conversation: (other: Named) => person(other).getByRole('link', { name: other.name }),
    callButton: (other: Named, medium: Medium) =>
      person(other).getByRole('button', {
        name: `${medium === 'voice' ? 'Voice' : 'Video'} call ${other.name}`,
        exact: true,
      }),
  };
}
