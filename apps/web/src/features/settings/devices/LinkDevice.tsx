import type { LinkQuestion } from '@ringback/protocol';
import { Camera } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useEngine } from '../../../engine/EngineContext.tsx';
import { Button } from '../../../ui/controls/Button.tsx';
import { TextField } from '../../../ui/fields/TextField.tsx';
import { useSaving } from '../../../ui/controls/useSaving.ts';
import { Dialog, DialogButtons } from '../../../ui/dialogs/Dialog.tsx';
import { ErrorText } from '../../../ui/layout/AccessibleText.tsx';
import styles from './LinkDevice.module.css';
import { deviceName, text } from './sessionsText.ts';
import { canScan, useQrScanner } from './useQrScanner.ts';

/** Asks for the code of a new browser, then which number it shows. Only the right number links it. */
export function LinkDevice({
  initialCode,
  onLinked,
  onClose,
}: {
  /** From the address that a QR code opened. */
  readonly initialCode: string;
  readonly onLinked: (device: string) => void;
  readonly onClose: () => void;
}) {
  const { sessions } = useEngine();
  const titleId = useId();
  const [found, setFound] = useState<{ readonly code: string; readonly question: LinkQuestion }>();
  const close = (): void => {
    if (found !== undefined) void sessions.refuseLink(found.code);
    onClose();
  };
  return (
    <Dialog aria-labelledby={titleId} onDismiss={close} className={styles['dialog']}>
      <h2 id={titleId} className={styles['title']}>
        {text.link.title}
      </h2>
      {found === undefined ? (
        <CodeForm
          initialCode={initialCode}
          onFound={(code, question) => setFound({ code, question })}
          onClose={onClose}
        />
      ) : (
        <NumberQuestion {...found} onLinked={onLinked} onAgain={() => setFound(undefined)} onRefuse={close} />
      )}
    </Dialog>
  );
}

function CodeForm({
  initialCode,
  onFound,
  onClose,
}: {
  readonly initialCode: string;
  readonly onFound: (code: string, question: LinkQuestion) => void;
  readonly onClose: () => void;
}) {
  const { sessions } = useEngine();
  const [code, setCode] = useState(initialCode);
  const { isSaving, error, save, reset } = useSaving();
  const claim = async (wanted: string): Promise<void> => {
    const answer = sessions.claimLink(wanted);
    await save(answer);
    const outcome = await answer;
    if (outcome.ok) onFound(wanted, outcome.data);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '' && !isSaving) void claim(code);
      }}
    >
      <p className={styles['hint']}>{text.link.how}</p>
      <Scan
        onCode={(scanned) => {
          setCode(scanned);
          void claim(scanned);
        }}
      />
      <TextField
        label={text.link.code}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        placeholder="XXXX-XXXX-XXXX"
        value={code}
        error={error}
        onChange={(event) => {
          setCode(event.target.value);
          reset();
        }}
      />
      <DialogButtons>
        <Button onClick={onClose}>{text.link.cancel}</Button>
        <Button tone="primary" type="submit" disabled={code.trim() === '' || isSaving}>
          {text.link.next}
        </Button>
      </DialogButtons>
    </form>
  );
}

/** The camera opens when it is asked for. */
function Scan({ onCode }: { readonly onCode: (code: string) => void }) {
  const [isScanning, setScanning] = useState(false);
  if (!canScan()) return null;
  if (!isScanning)
    return (
      <Button icon={Camera} className={styles['scan']} onClick={() => setScanning(true)}>
        {text.link.scan}
      </Button>
    );
  return (
    <Scanner
      onCode={(code) => {
        setScanning(false);
        onCode(code);
      }}
    />
  );
}

function Scanner({ onCode }: { readonly onCode: (code: string) => void }) {
  const { videoRef, hasFailed } = useQrScanner(onCode);
  return (
    <>
      {!hasFailed && (
        <>
          <video
            ref={videoRef}
            className={styles['camera']}
            aria-label={text.link.camera}
            muted
            playsInline
          />
          <p className={styles['hint']}>{text.link.point}</p>
        </>
      )}
      <ErrorText className={styles['failed']}>{hasFailed ? text.link.noCamera : ''}</ErrorText>
    </>
  );
}

/** There is one guess: a wrong number ends the link. */
function NumberQuestion({
  code,
  question,
  onLinked,
  onAgain,
  onRefuse,
}: {
  readonly code: string;
  readonly question: LinkQuestion;
  readonly onLinked: (device: string) => void;
  readonly onAgain: () => void;
  readonly onRefuse: () => void;
}) {
  const { sessions } = useEngine();
  const { isSaving, error, save } = useSaving();
  const hasAnswered = useRef(false);
  const device = deviceName(question.kind);
  const pick = async (number: number): Promise<void> => {
    if (hasAnswered.current) return;
    hasAnswered.current = true;
    if (await save(sessions.confirmLink(code, number))) onLinked(device);
  };
  if (error !== undefined)
    return (
      <>
        <ErrorText>{error}</ErrorText>
        <DialogButtons>
          <Button onClick={onAgain}>{text.link.again}</Button>
        </DialogButtons>
      </>
    );
  return (
    <>
      <p>{text.link.asks(device)}</p>
      <p className={styles['warning']}>{text.link.warning}</p>
      <p id="link-number">{text.link.which}</p>
      <div role="group" aria-labelledby="link-number" className={styles['numbers']}>
        {question.numbers.map((number) => (
          <Button key={number} disabled={isSaving} onClick={() => void pick(number)}>
            {number}
          </Button>
        ))}
      </div>
      <DialogButtons>
        <Button onClick={onRefuse}>{text.link.cancel}</Button>
      </DialogButtons>
    </>
  );
}
