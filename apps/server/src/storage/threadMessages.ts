import type { Input, OperationName } from './operations.ts';

/** What the server asks of the thread that owns the database. */
export type Request =
  | {
      readonly [N in OperationName]: {
        readonly kind: 'run';
        readonly id: number;
        readonly name: N;
        readonly input: Input<N>;
      };
    }[OperationName]
  | { readonly kind: 'close' };

/** What the thread says. */
export type Reply =
  | { readonly kind: 'open' }
  | { readonly kind: 'unopened'; readonly code: string; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'closed' };
