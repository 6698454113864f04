import { Button } from '../../../ui/controls/Button.tsx';
import { ErrorText, Status } from '../../../ui/layout/AccessibleText.tsx';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import styles from './LinkForm.module.css';
import { groupedCode, linkAddress, text } from './linkText.ts';
import { QrCode } from './QrCode.tsx';
import { useLinkOffer, type LinkOfferState } from './useLinkOffer.ts';

/** Signs this browser in by one where the user is signed in: shows a code, then the number that the other one asks for. */
export function LinkForm() {
  const { offer, renew } = useLinkOffer();
  return (
    <div className={styles['form']}>
      <Status className={styles['hint']}>{offer.state === 'loading' ? text.loading : ''}</Status>
      {offer.state === 'offered' && <Offered code={offer.code} />}
      <Status className={styles['asked']}>{offer.state === 'scanned' ? text.number : ''}</Status>
      {offer.state === 'scanned' && (
        <>
          <p className={styles['number']}>{offer.number}</p>
          <p className={styles['warning']}>
            <Sentence>{text.warning(isolate(offer.name))}</Sentence>
          </p>
        </>
      )}
      <ErrorText>{problemOf(offer)}</ErrorText>
      {(offer.state === 'ended' || offer.state === 'failed') && (
        <Button tone="primary" onClick={renew}>
          {text.again}
        </Button>
      )}
    </div>
  );
}

function problemOf(offer: LinkOfferState): string {
  if (offer.state === 'failed') return offer.message;
  return offer.state === 'ended' ? text.ended[offer.why] : '';
}

function Offered({ code }: { readonly code: string }) {
  return (
    <>
      <p className={styles['hint']}>{text.how}</p>
      <QrCode content={linkAddress(location.origin, code)} label={text.qr} />
      <p role="group" className={styles['code']} aria-label={text.code}>
        {groupedCode(code)}
      </p>
      <p className={styles['hint']}>{text.valid}</p>
    </>
  );
}
