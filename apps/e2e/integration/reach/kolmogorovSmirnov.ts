/**
 * The two-sample Kolmogorov-Smirnov test: the probability that two samples of the same distribution differ at least as
 * much as these do. By the asymptotic distribution with the correction of Stephens (1970), good from 8 values on.
 */
export function sameDistribution(a: readonly number[], b: readonly number[]): number {
  const root = Math.sqrt((a.length * b.length) / (a.length + b.length));
  return survival((root + 0.12 + 0.11 / root) * largestGap(a, b));
}

/** The largest distance between the shares of values up to a point. */
function largestGap(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [a.toSorted((x, y) => x - y), b.toSorted((x, y) => x - y)];
  let [i, j, gap] = [0, 0, 0];
  while (i < first.length && j < second.length) {
    const at = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    while (first[i] === at) i += 1;
    while (second[j] === at) j += 1;
    gap = Math.max(gap, Math.abs(i / first.length - j / second.length));
  }
  return gap;
}

/** The chance that Kolmogorov's statistic exceeds `x`; its series alternates and converges fast. */
function survival(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, 2 * sum));
}
