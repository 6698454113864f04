import { browserTabStorage } from '@ringback/client';
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '../../ui/controls/Button.tsx';
import { tabId, Tabs } from '../../ui/controls/Tabs.tsx';
import { Logo } from '../../ui/layout/Logo.tsx';
import { createAdminApi, type AdminApi } from './adminApi.ts';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { InvitationsTab } from './InvitationsTab.tsx';
import { PeopleTab } from './PeopleTab.tsx';
import { AuditTab, LimitsTab } from './RecordTabs.tsx';
import { ReportsTab } from './ReportsTab.tsx';
import { AdminProvider, Failure } from './useAdmin.tsx';

/** The page `/admin`, for the person who runs the server. It needs no sign-in, but the token of the server's settings. */
export function AdminPage() {
  const [token, setToken] = useState(readToken);
  const [error, setError] = useState<string>();
  const leave = useCallback((message?: string) => {
    keepToken(undefined);
    setToken(undefined);
    setError(message);
  }, []);
  useEffect(() => {
    document.title = text.title;
  }, []);
  if (token === undefined)
    return (
      <TokenForm
        error={error}
        onOpen={(opened) => {
          keepToken(opened);
          setToken(opened);
        }}
      />
    );
  return <OpenDesk token={token} onLeave={leave} />;
}

const tokenKey = 'ringback.adminToken';

/** As long as the tab, like a sign-in. */
function readToken(): string | undefined {
  return browserTabStorage.get(tokenKey) ?? undefined;
}

function keepToken(token: string | undefined): void {
  if (token === undefined) browserTabStorage.remove(tokenKey);
  else browserTabStorage.set(tokenKey, token);
}

const fetchHere = (path: string, init: RequestInit): Promise<Response> => fetch(path, init);

function TokenForm({
  error: errorBefore,
  onOpen,
}: {
  readonly error: string | undefined;
  readonly onOpen: (token: string) => void;
}) {
  const id = useId();
  const inputRef = useRef<HTMLInputElement>(null);
  const [token, setToken] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(errorBefore);
  useEffect(() => inputRef.current?.focus(), []);
  const open = async () => {
    setBusy(true);
    const answer = await createAdminApi(token.trim(), fetchHere).open();
    setBusy(false);
    if (answer.ok) return onOpen(token.trim());
    setError(answer.error.message);
    inputRef.current?.focus();
  };
  return (
    <main className={styles['gate']}>
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) void open();
        }}
      >
        <Logo size={40} />
        <h1>{text.title}</h1>
        <p className={styles['soft']}>{text.help}</p>
        {/* Not a password field, which browsers would offer to keep beyond the tab. */}
        <label className={styles['field']} htmlFor={id}>
          {text.token}
          <input
            ref={inputRef}
            id={id}
            type="text"
            className={styles['secret']}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={200}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        </label>
        <Failure message={error} />
        <Button tone="primary" type="submit" disabled={isBusy || token.trim() === ''}>
          {isBusy ? text.opening : text.open}
        </Button>
      </form>
    </main>
  );
}

const tabs = [
  { id: 'people', label: text.tabs.people },
  { id: 'invitations', label: text.tabs.invitations },
  { id: 'reports', label: text.tabs.reports },
  { id: 'audit', label: text.tabs.audit },
  { id: 'limits', label: text.tabs.limits },
] as const;
export type TabName = (typeof tabs)[number]['id'];

const panelId = 'admin';

type Leave = (message?: string) => void;

function OpenDesk({ token, onLeave }: { readonly token: string; readonly onLeave: Leave }) {
  const api = useMemo(() => leavingApi(createAdminApi(token, fetchHere), onLeave), [token, onLeave]);
  return <Desk api={api} onLeave={onLeave} />;
}

/** What the host sees and does once the token was right. */
export function Desk({
  api,
  initialTab = 'people',
  onLeave,
}: {
  readonly api: AdminApi;
  readonly initialTab?: TabName;
  readonly onLeave: Leave;
}) {
  const [tab, setTab] = useState<TabName>(initialTab);
  const [person, setPerson] = useState<string>();
  return (
    <AdminProvider api={api}>
      <main className={styles['desk']}>
        <header className={styles['header']}>
          <h1>{text.title}</h1>
          <Button onClick={() => onLeave()}>{text.close}</Button>
        </header>
        <div className={styles['tabs']}>
          <Tabs label={text.sections} tabs={tabs} selected={tab} panelId={panelId} onSelect={setTab} />
        </div>
        <div id={panelId} role="tabpanel" aria-labelledby={tabId(panelId, tab)}>
          <Section
            tab={tab}
            person={person}
            onSelect={setPerson}
            onShow={(userId) => {
              setPerson(userId);
              setTab('people');
            }}
          />
        </div>
      </main>
    </AdminProvider>
  );
}

function Section({
  tab,
  person,
  onSelect,
  onShow,
}: {
  readonly tab: TabName;
  readonly person: string | undefined;
  readonly onSelect: (userId: string | undefined) => void;
  /** Goes to a person from another tab. */
  readonly onShow: (userId: string) => void;
}) {
  switch (tab) {
    case 'people':
      return <PeopleTab selected={person} onSelect={onSelect} />;
    case 'invitations':
      return <InvitationsTab />;
    case 'reports':
      return <ReportsTab onShow={onShow} />;
    case 'audit':
      return <AuditTab />;
    case 'limits':
      return <LimitsTab />;
  }
}

/** Asks for the token again once the server refuses it, as after a restart with another one. */
function leavingApi(api: AdminApi, onLeave: Leave): AdminApi {
  return {
    open: api.open,
    run: async (name, payload) => {
      const answer = await api.run(name, payload);
      if (!answer.ok && answer.error.code === 'unauthorized') onLeave(answer.error.message);
      return answer;
    },
  };
}
