import type { QuietHours as Hours } from '@ringback/protocol';
import { useId } from 'react';
import { Button } from '../../../ui/controls/Button.tsx';
import { Switch } from '../../../ui/controls/Switch.tsx';
import { useSetting } from '../section/useSetting.ts';
import styles from './Privacy.module.css';
import { text } from './privacyText.ts';
import { firstHours, hereZone, weekdays } from './weekdays.ts';

/** The hours of the week in which calls make no sound. */
export function QuietHours() {
  const { value, isDisabled, isBusy, whyDisabled, failure, change } = useSetting('quietHours');
  const hours = value ?? firstHours();
  const setHours = (changed: Partial<Hours>): void => change({ ...hours, ...changed });
  return (
    <div role="group" aria-label={text.quiet.label} className={styles['group']}>
      <Switch
        label={text.quiet.label}
        help={text.quiet.help}
        checked={hours.on}
        disabled={isDisabled}
        isBusy={isBusy}
        describedBy={whyDisabled}
        failure={failure}
        onChange={(on) => setHours({ on })}
      />
      {hours.on && (
        <>
          <Days days={hours.days} disabled={isDisabled} onChange={(days) => setHours({ days })} />
          <div className={styles['times']}>
            <TimeField
              label={text.quiet.from}
              value={hours.from}
              disabled={isDisabled}
              onChange={(from) => setHours({ from })}
            />
            <TimeField
              label={text.quiet.to}
              value={hours.to}
              disabled={isDisabled}
              onChange={(to) => setHours({ to })}
            />
          </div>
          <p className={styles['help']}>
            {hours.to <= hours.from && `${text.quiet.nextDay} `}
            {text.quiet.zone(hours.timeZone)}
          </p>
          {hours.timeZone !== hereZone() && (
            <div className={styles['buttons']}>
              <Button disabled={isDisabled} onClick={() => setHours({ timeZone: hereZone() })}>
                {text.quiet.here}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}

function Days({
  days,
  disabled,
  onChange,
}: {
  readonly days: readonly number[];
  readonly disabled: boolean;
  readonly onChange: (days: number[]) => void;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className={styles['help']}>
        {text.quiet.days}
      </p>
      <div className={styles['days']}>
        {weekdays().map(({ day, short, long }) => (
          <label key={day} className={styles['day']}>
            <input
              type="checkbox"
              aria-label={long}
              checked={days.includes(day)}
              disabled={disabled}
              className={styles['dayBox']}
              onChange={({ target }) =>
                onChange(target.checked ? [...days, day].toSorted((a, b) => a - b) : without(days, day))
              }
            />
            <span aria-hidden="true" className={styles['dayFace']}>
              {short}
            </span>
          </label>
        ))}
      </div>
      {days.length === 0 && <p className={styles['failure']}>{text.quiet.noDay}</p>}
    </div>
  );
}

function without(days: readonly number[], day: number): number[] {
  return days.filter((other) => other !== day);
}

/** An emptied field keeps the time that is set. */
function TimeField({
  label,
  value,
  disabled,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles['time']}>
      {label}
      <input
        type="time"
        required
        value={value}
        disabled={disabled}
        className={styles['timeField']}
        onChange={({ target }) => {
          if (target.value !== '') onChange(target.value.slice(0, 5));
        }}
      />
    </label>
  );
}
