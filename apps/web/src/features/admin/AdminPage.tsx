import { useMemo, useState } from 'react';
import { HostGate, HostPage, type LeaveHostPage } from '../../engine/HostGate.tsx';
import { tabId, Tabs } from '../../ui/controls/Tabs.tsx';
import { createAdminApi, type AdminApi } from './adminApi.ts';
import styles from './AdminPage.module.css';
import { text } from './adminText.ts';
import { InvitationsTab } from './InvitationsTab.tsx';
import { PeopleTab } from './PeopleTab.tsx';
import { AuditTab, LimitsTab } from './RecordTabs.tsx';
import { ReportsTab } from './ReportsTab.tsx';
import { AdminProvider } from './useAdmin.tsx';

/** The page `/admin`: what the person who runs the server sees and does. */
export function AdminPage() {
  return (
    <HostGate title={text.title} help={text.help} check={wrongToken}>
      {(token, leave) => <OpenDesk token={token} onLeave={leave} />}
    </HostGate>
  );
}

async function wrongToken(token: string): Promise<string | undefined> {
  const answer = await createAdminApi(token).open();
  return answer.ok ? undefined : answer.error.message;
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

function OpenDesk({ token, onLeave }: { readonly token: string; readonly onLeave: LeaveHostPage }) {
  const api = useMemo(() => leavingApi(createAdminApi(token), onLeave), [token, onLeave]);
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
  readonly onLeave: LeaveHostPage;
}) {
  const [tab, setTab] = useState<TabName>(initialTab);
  const [person, setPerson] = useState<string>();
  return (
    <AdminProvider api={api}>
      <HostPage title={text.title} close={text.close} onClose={() => onLeave()}>
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
      </HostPage>
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
function leavingApi(api: AdminApi, onLeave: LeaveHostPage): AdminApi {
  return {
    open: api.open,
    run: async (name, payload) => {
      const answer = await api.run(name, payload);
      if (!answer.ok && answer.error.code === 'unauthorized') onLeave(answer.error.message);
      return answer;
    },
  };
}
