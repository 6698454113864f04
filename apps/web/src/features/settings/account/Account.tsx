import type { OwnAccount } from '@ringback/protocol';
import { useState, type ReactNode } from 'react';
import { usePublicConfig } from '../../../engine/EngineContext.tsx';
import { useConnection } from '../../../engine/storeHooks.ts';
import { Button } from '../../../ui/controls/Button.tsx';
import { RecoveryCodesDialog } from '../../../ui/dialogs/RecoveryCodes.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { Section } from '../section/Section.tsx';
import styles from './Account.module.css';
import { text } from './accountText.ts';
import { ChangePassword } from './ChangePassword.tsx';
import { usePasskeysHere } from './ConfirmIdentity.tsx';
import { CreateAccountDialog } from './CreateAccountDialog.tsx';
import { HandleForm } from './HandleForm.tsx';
import { Invitations } from './Invitations.tsx';
import { NewRecoveryCodes } from './NewRecoveryCodes.tsx';
import { Passkeys } from './Passkeys.tsx';
import { useOwnAccount } from './useOwnAccount.ts';

/** The user's own account: a guest can create one here. `more`: what others render at the end. */
export function Account({ more }: { readonly more?: ReactNode }) {
  const { state, show, retry } = useOwnAccount();
  const [codes, setCodes] = useState<readonly string[]>();
  const [news, setNews] = useState('');
  const isOnline = useConnection().state === 'online';
  return (
    <Section heading={text.heading}>
      <div className={styles['parts']}>
        {!isOnline && <p className={styles['hint']}>{text.offline}</p>}
        {state.state === 'failed' && (
          <p className={styles['row']}>
            {text.failed} <Button onClick={retry}>{text.again}</Button>
          </p>
        )}
        {state.state === 'guest' && (
          <Guest
            isDisabled={!isOnline}
            onCreated={(account, newCodes) => {
              show(account);
              setCodes(newCodes);
              setNews(text.create.done);
            }}
          />
        )}
        {state.state === 'account' && (
          <Member
            account={state.account}
            isDisabled={!isOnline}
            onChanged={(account, said = '') => {
              show(account);
              setNews(said);
            }}
            onCodes={setCodes}
          />
        )}
        <Status className={styles['news']}>{news}</Status>
        {more}
      </div>
      {codes !== undefined && <RecoveryCodesDialog codes={codes} onDone={() => setCodes(undefined)} />}
    </Section>
  );
}

function Guest({
  isDisabled,
  onCreated,
}: {
  readonly isDisabled: boolean;
  readonly onCreated: (account: OwnAccount, codes: readonly string[]) => void;
}) {
  const ways = usePublicConfig()?.ways;
  const hasPasskeys = usePasskeysHere();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <p className={styles['hint']}>{text.guest.help}</p>
      <div className={styles['row']}>
        <Button tone="primary" disabled={isDisabled} onClick={() => setIsOpen(true)}>
          {text.guest.create}
        </Button>
      </div>
      {isOpen && (
        <CreateAccountDialog
          needsInvitation={ways?.accounts === 'invite'}
          hasPasskeys={hasPasskeys}
          onDismiss={() => setIsOpen(false)}
          onCreated={(account, codes) => {
            setIsOpen(false);
            onCreated(account, codes);
          }}
        />
      )}
    </>
  );
}

export interface MemberProps {
  readonly account: OwnAccount;
  readonly isDisabled: boolean;
  /** `said`: what to tell the user about the change. */
  readonly onChanged: (account: OwnAccount | null, said?: string) => void;
  readonly onCodes: (codes: readonly string[]) => void;
}

const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

function Member(props: MemberProps) {
  const { account } = props;
  const mayInvite = usePublicConfig()?.ways?.invites === true;
  return (
    <>
      <HandleForm {...props} />
      <Passkeys {...props} />
      <div className={styles['row']}>
        <ChangePassword {...props} />
        <NewRecoveryCodes {...props} />
      </div>
      {mayInvite && <Invitations isDisabled={props.isDisabled} />}
      <p className={styles['hint']}>
        {text.since(dates.format(account.since))}. {text.codes.left(account.recoveryCodesLeft)}.
      </p>
    </>
  );
}
