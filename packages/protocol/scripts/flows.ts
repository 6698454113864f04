import { writeFile } from 'node:fs/promises';
import { flowsPage } from '../src/testing/flowsPage.ts';

await writeFile(new URL('../../../docs/flows.md', import.meta.url), flowsPage());
