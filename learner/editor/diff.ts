/** One line of a comparison: on both sides, only before, or only after. Line numbers count from 1. */
export interface DiffLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
  before?: number;
  after?: number;
}

/** The lines of two texts, told apart with the fewest changes (longest common subsequence). */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.replace(/\n$/, '').split('\n');
  const b = after === '' ? [] : after.replace(/\n$/, '').split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [m, n] = [a.length - start - end, b.length - start - end];
  const lengths = Array.from({ length: m + 1 }, () => new Uint16Array(n + 1));
  for (let i = m - 1; i >= 0; i--)
    for (let j = n - 1; j >= 0; j--)
      lengths[i]![j] =
        a[start + i] === b[start + j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const lines: DiffLine[] = [];
  for (let at = 0; at < start; at++)
    lines.push({ kind: 'same', text: a[at]!, before: at + 1, after: at + 1 });
  let [i, j] = [start, start];
  const same = () => lines.push({ kind: 'same', text: a[i]!, before: ++i, after: ++j });
  while (i < start + m || j < start + n) {
    const [x, y] = [i - start, j - start];
    if (x < m && y < n && a[i] === b[j]) same();
    else if (x < m && (y >= n || lengths[x + 1]![y]! >= lengths[x]![y + 1]!))
      lines.push({ kind: 'removed', text: a[i]!, before: ++i });
    else lines.push({ kind: 'added', text: b[j]!, after: ++j });
  }
  while (i < a.length) same();
  return lines;
}
