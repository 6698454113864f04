/** A duration as calls show it: "0:07", "12:05", "1:02:03". Whole seconds that have passed; never negative. */
export function formatDuration(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** The same in words for screen readers: "1 hour 2 minutes", "7 seconds". Seconds are left out from an hour on. */
export function spokenDuration(durationMs: number): string {
  const total = Math.max(0, Math.floor(durationMs / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const seconds = total % 60;
  const parts = [
    counted(hours, 'hour'),
    counted(minutes, 'minute'),
    hours === 0 ? counted(seconds, 'second') : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || '0 seconds';
}

function counted(count: number, unit: string): string {
  if (count === 0) return '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
