import styles from './Logo.module.css';

/** The product's logo: a ring that rings. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className={styles['mark']}
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
    >
      <circle className={styles['ring']} cx="16" cy="16" r="5.5" />
      <path className={styles['echo']} d="M24 7.2a12 12 0 0 1 0 17.6M8 24.8A12 12 0 0 1 8 7.2" />
    </svg>
  );
}
