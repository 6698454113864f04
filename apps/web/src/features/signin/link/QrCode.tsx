import { encodeQR } from 'qr';
import styles from './LinkForm.module.css';

/** Blank modules around a QR code, which cameras need (ISO/IEC 18004). */
const border = 4;

/** A QR code, dark on white in both themes because some cameras read no other. */
export function QrCode({ content, label }: { readonly content: string; readonly label: string }) {
  const rows = encodeQR(content, 'raw', { border, ecc: 'medium' });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`} className={styles['qr']}>
      <path d={path} />
    </svg>
  );
}
