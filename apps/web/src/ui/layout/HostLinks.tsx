import { classNames } from '../styles/classNames.ts';
import styles from './HostLinks.module.css';

const text = {
  contact: 'Contact',
  privacy: 'Privacy',
  imprint: 'Imprint',
} as const;

/** Who runs this server and what they promise. Empty if the host says nothing. */
export function HostLinks({
  contact,
  privacyUrl,
  imprintUrl,
  className,
}: {
  readonly contact?: string | undefined;
  readonly privacyUrl?: string | undefined;
  readonly imprintUrl?: string | undefined;
  readonly className?: string | undefined;
}) {
  if (contact === undefined && privacyUrl === undefined && imprintUrl === undefined) return null;
  return (
    <p className={classNames(styles['links'], className)}>
      {contact !== undefined && <Contact contact={contact} />}
      {privacyUrl !== undefined && <PageLink url={privacyUrl} label={text.privacy} />}
      {imprintUrl !== undefined && <PageLink url={imprintUrl} label={text.imprint} />}
    </p>
  );
}

/** An e-mail address and a web page become links; a sentence stays text. */
function Contact({ contact }: { readonly contact: string }) {
  if (/^[^\s@:/?&]+@[^\s@:/?&]+$/.test(contact))
    return (
      <span>
        {text.contact}: <a href={`mailto:${contact}`}>{contact}</a>
      </span>
    );
  if (isWebUrl(contact)) return <PageLink url={contact} label={text.contact} />;
  return (
    <span>
      {text.contact}: {contact}
    </span>
  );
}

/** The server checks its settings; this keeps anything else from becoming a link. */
function PageLink({ url, label }: { readonly url: string; readonly label: string }) {
  if (!isWebUrl(url)) return null;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  );
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
