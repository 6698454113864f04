import { useCalls } from '../../../engine/storeHooks.ts';
import { Status } from '../../../ui/layout/AccessibleText.tsx';
import styles from './Toasts.module.css';
import { toastText } from '../text/statusText.ts';

/** Short words about what is over. The engine takes them away again. */
export function Toasts() {
  const remarks = useCalls((calls) => calls.remarks);
  const isInCall = useCalls(({ current }) => current !== null);
  return (
    <div className={styles['remarks']} data-in-call={isInCall}>
      {remarks.map((remark) => (
        <Status key={remark.id} className={styles['remark']}>
          {toastText(remark)}
        </Status>
      ))}
    </div>
  );
}
