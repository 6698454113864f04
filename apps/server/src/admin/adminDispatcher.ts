import {
  adminCommands,
  fail,
  isAdminCommandName,
  type AdminCommandName,
  type Result,
  type AdminHandlers,
} from '@ringback/protocol';
import * as v from 'valibot';
import { UnavailableError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';

/** Carries out any command, valid or not. Never rejects. Who may call it was decided before. */
export type AdminDispatcher = (name: unknown, payload: unknown) => Promise<Result<unknown>>;

type Route = (payload: unknown) => Promise<Result<unknown>>;

const unknownCommand = fail('notFound', {
  message: 'This server does not know the command. Restart it after an upgrade.',
});

/** Checks each command's payload by the protocol's table, and calls its handler. */
export function createAdminDispatcher(handlers: AdminHandlers, log: Log): AdminDispatcher {
  const names = Object.keys(adminCommands).filter(isAdminCommandName);
  const routes = new Map<unknown, Route>(names.map((name) => [name, routeFor(name, handlers[name])]));
  return async (name, payload) => {
    const route = routes.get(name);
    if (route === undefined) return unknownCommand;
    try {
      return await route(payload);
    } catch (err) {
      const isUnavailable = err instanceof UnavailableError;
      if (!isUnavailable || !err.isExpected) log.error({ err, command: name }, 'admin command failed');
      return fail(isUnavailable ? 'unavailable' : 'internal');
    }
  };
}

function routeFor<N extends AdminCommandName>(name: N, handle: AdminHandlers[N]): Route {
  const schema: v.GenericSchema<unknown, Parameters<AdminHandlers[N]>[0]> = adminCommands[name].payload;
  return async (payload) => {
    // Valibot accepts an array as an object without fields.
    const checked = v.safeParse(schema, Array.isArray(payload) ? undefined : payload);
    if (checked.success) return handle(checked.output);
    return fail('badRequest', { message: messageFor(checked.issues) });
  };
}

/** Messages of the rules for names are written for people; the others name the field. */
function messageFor([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]): string {
  const field = v.getDotPath(issue);
  return issue.kind === 'validation' && field === 'name'
    ? issue.message
    : `The command has a wrong ${field ?? 'form'}.`;
}
