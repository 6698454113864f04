import { BellOff } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Menu } from '../../../ui/controls/Menu.tsx';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import { useMinute } from '../../../ui/time/clocks.ts';
import { formatWhen, spokenDuration } from '../../../ui/time/formatTime.ts';
import { useSetting } from '../section/useSetting.ts';
import styles from './Privacy.module.css';
import { text } from './privacyText.ts';

/** Silences all calls for a while, and says how much of it is left. */
export function DoNotDisturb() {
  const { value: untilMs, isDisabled, whyDisabled, failure, change } = useSetting('doNotDisturbUntil');
  const nowMs = useMinute();
  const isOn = untilMs !== null && untilMs > nowMs;
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles['group']}>
      <p id={id} className={styles['label']}>
        {text.disturb.label}
      </p>
      <p className={styles['help']}>
        {isOn ? text.disturb.until(formatWhen(untilMs, nowMs), restText(untilMs - nowMs)) : text.disturb.help}
      </p>
      <div className={styles['buttons']}>
        <Menu
          label={text.disturb.choose}
          icon={BellOff}
          look="button"
          items={pauses.map(({ label, untilMs }) => ({ label, onSelect: () => change(untilMs(new Date())) }))}
          disabled={isDisabled}
          describedBy={whyDisabled}
        />
        {isOn && (
          <Button disabled={isDisabled} onClick={() => change(null)}>
            {text.disturb.off}
          </Button>
        )}
      </div>
      {failure !== undefined && <Status className={styles['failure']}>{failure}</Status>}
    </div>
  );
}

/** Whole minutes, and never "0": it is over then. Rounded down, because the clock of minutes is up to one behind. */
function restText(restMs: number): string {
  return spokenDuration(Math.max(1, Math.floor(restMs / 60_000)) * 60_000);
}

/** For how long calls may be silenced, and when that ends, in ms. */
interface Pause {
  readonly label: string;
  readonly untilMs: (now: Date) => number;
}

const minuteMs = 60_000;

/** Eight in the morning of the next day, by this machine's clock. */
export function nextMorning(now: Date): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).getTime();
}

/** The choices of "Do not disturb for…". */
const pauses: readonly Pause[] = [
  { label: text.disturb.halfHour, untilMs: (now) => now.getTime() + 30 * minuteMs },
  { label: text.disturb.hour, untilMs: (now) => now.getTime() + 60 * minuteMs },
  { label: text.disturb.fourHours, untilMs: (now) => now.getTime() + 240 * minuteMs },
  { label: text.disturb.morning, untilMs: nextMorning },
];
