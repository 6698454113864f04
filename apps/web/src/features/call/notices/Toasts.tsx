import { useCalls } from '../../../engine/hooks.ts';
import { Status } from '../../../ui/Status.tsx';
import styles from './Toasts.module.css';
import { remarkText } from '../text/statusText.ts';

/** Short words about what is over. The engine takes them away again. */
export function Remarks() {
  const { remarks, current } = useCalls();
  return (
    <div className={styles['remarks']} data-in-call={current !== null}>
      {remarks.map((remark) => (
        <Status key={remark.id} className={styles['remark']}>
          {remarkText(remark)}
        </Status>
      ))}
    </div>
  );
}
