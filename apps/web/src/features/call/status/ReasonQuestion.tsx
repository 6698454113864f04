import { CallReason } from '@ringback/protocol';
import { isolate, Sentence } from '../../../ui/layout/Sentence.tsx';
import { OneLine } from '../oneLine/OneLine.tsx';
import { text } from '../text/callText.ts';
import styles from './ReasonQuestion.module.css';

/** The callee asks what the call is about; it goes on ringing there, without sound. */
export function ReasonQuestion({
  name,
  onAnswer,
}: {
  readonly name: string;
  readonly onAnswer: (reason: string) => void;
}) {
  return (
    <div className={styles['question']}>
      <p aria-live="polite">
        <Sentence>{text.request.asksWhy(isolate(name))}</Sentence>
      </p>
      <OneLine label={text.request.yourReason} schema={CallReason} saysWhyNot onSend={onAnswer} />
    </div>
  );
}
