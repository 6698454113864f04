import {
  fail,
  type AdminCommandName,
  type AdminData,
  type AdminPayload,
  type WireError,
} from '@ringback/protocol';
import { createContext, use, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import styles from './AdminPage.module.css';
import type { AdminApi } from './adminApi.ts';
import { text } from './adminText.ts';

const closed: AdminApi = {
  open: () => Promise.resolve(fail('unauthorized')),
  run: () => Promise.resolve(fail('unauthorized')),
};

const AdminContext = createContext<AdminApi>(closed);

export function AdminProvider({ api, children }: { readonly api: AdminApi; readonly children: ReactNode }) {
  return <AdminContext value={api}>{children}</AdminContext>;
}

function useAdminApi(): AdminApi {
  return use(AdminContext);
}

/** What a command answered; `data` of an earlier answer stays while a newer one is on its way. */
export interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: WireError | undefined;
  /** Asks again. */
  readonly reload: () => void;
}

/** Runs a command that only reads, at once and whenever its payload changes. */
export function useAnswer<N extends AdminCommandName>(
  name: N,
  payload: AdminPayload<N>,
): Answer<AdminData<N>> {
  const api = useAdminApi();
  const [turn, setTurn] = useState(0);
  const [answer, setAnswer] = useState<{ asked: string; data?: AdminData<N>; error?: WireError }>();
  const asked = `${turn} ${JSON.stringify(payload)}`;
  const run = useEffectEvent(() => api.run(name, payload));
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const result = await run();
      if (!isCurrent) return;
      setAnswer((before) =>
        result.ok ? { asked, data: result.data } : { ...before, asked, error: result.error },
      );
    };
    void ask();
    return () => {
      isCurrent = false;
    };
  }, [asked]);
  return { data: answer?.data, error: answer?.error, reload: () => setTurn((now) => now + 1) };
}

/** Runs commands that change something, one at a time, and says why one failed. */
export function useAction(onDone: () => void): {
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly run: <N extends AdminCommandName>(
    name: N,
    payload: AdminPayload<N>,
  ) => Promise<AdminData<N> | undefined>;
} {
  const api = useAdminApi();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  return {
    isBusy,
    error,
    run: async (name, payload) => {
      if (isBusy) return undefined;
      setBusy(true);
      const answer = await api.run(name, payload);
      setBusy(false);
      setError(answer.ok ? undefined : answer.error.message);
      if (!answer.ok) return undefined;
      onDone();
      return answer.data;
    },
  };
}

/** Shows an answer once it is there, and meanwhile that it is on its way, or why it failed. */
export function Answered<Data>({
  answer: { data, error, reload },
  children,
}: {
  readonly answer: Answer<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  if (data !== undefined)
    return (
      <>
        {error !== undefined && <Failure message={error.message} />}
        {children(data)}
      </>
    );
  if (error === undefined) return <p role="status">{text.loading}</p>;
  return (
    <div className={styles['failed']}>
      <Failure message={error.message} />
      <Button onClick={reload}>{text.again}</Button>
    </div>
  );
}

export function Failure({ message }: { readonly message: string | undefined }) {
  return (
    <p role="alert" className={styles['failure']}>
      {message}
    </p>
  );
}
