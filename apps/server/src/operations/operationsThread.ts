import { serveDatabase } from '../storage/databaseThread.ts';
import { operationHandlers } from './operations.ts';

/* The file that the database's thread starts with: the server never imports it. */
await serveDatabase(operationHandlers);
