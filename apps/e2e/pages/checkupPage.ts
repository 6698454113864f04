import type { Page } from '@playwright/test';

/** The check-up. */
export function checkupPage(page: Page) {
  const checks = page.getByRole('list', { name: 'Checks' });
  const row = (name: string) => checks.getByRole('listitem', { name, exact: true });
  return {
    run: page.getByRole('button', { name: 'Run check', exact: true }),
    stop: page.getByRole('button', { name: 'Stop', exact: true }),
    progress: page.getByRole('progressbar'),
    rows: checks.getByRole('listitem'),
    row,
    again: (name: string) => row(name).getByRole('button', { name: 'Check again', exact: true }),
    heard: row('Speaker').getByRole('button', { name: 'Yes', exact: true }),
    unheard: row('Speaker').getByRole('button', { name: 'No', exact: true }),
    /** What the check-up means for calls. */
    summary: page.getByRole('status').filter({ hasText: /^(Ready to call|Calls will)/ }),
    download: page.getByRole('button', { name: 'Download report', exact: true }),
  };
}
