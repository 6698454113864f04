import { fail, type AdminCommandName, type AdminData, type AdminPayload } from '@ringback/protocol';
import { createContext, use, useState, type ReactNode } from 'react';
import { useHostAnswer, type HostAnswer } from '../../engine/useHostAnswer.ts';
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

/** Runs a command that only reads, at once and whenever its payload changes. */
export function useAnswer<N extends AdminCommandName>(
  name: N,
  payload: AdminPayload<N>,
): HostAnswer<AdminData<N>> {
  const api = useAdminApi();
  return useHostAnswer(JSON.stringify(payload), () => api.run(name, payload));
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
  readonly answer: HostAnswer<Data>;
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
