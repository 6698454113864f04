import type { AdminCommandName, AdminData, CheckedAdminPayload, Result } from '@ringback/protocol';

/** Carries out one command, whose payload was checked. */
export type AdminHandler<N extends AdminCommandName> = (
  payload: CheckedAdminPayload<N>,
) => Promise<Result<AdminData<N>>>;

/** All commands. A missing one does not compile. */
export type AdminHandlers = { readonly [N in AdminCommandName]: AdminHandler<N> };
