/**
 * Words that are close to another: Python's `difflib.get_close_matches`, which the AWS CLI asks for `maybe you meant`
 * (https://docs.python.org/3/library/difflib.html; Ratcliff and Obershelp's measure).
 */
export function closeMatches(word: string, words: readonly string[], cutoff = 0.8, count = 3): string[] {
  return words
    .map((each) => ({ each, score: ratio(each, word) }))
    .filter(({ score }) => score >= cutoff)
    .sort((one, other) => other.score - one.score || (one.each < other.each ? 1 : -1))
    .slice(0, count)
    .map(({ each }) => each);
}

function ratio(one: string, other: string): number {
  const length = one.length + other.length;
  return length === 0 ? 1 : (2 * matches(one, other)) / length;
}

/** Characters in the longest common block and, on either side of it, in theirs. */
function matches(one: string, other: string): number {
  let [best, from, at] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) {
      let size = 0;
      while (i + size < one.length && j + size < other.length && one[i + size] === other[j + size]) size++;
      if (size > best) [best, from, at] = [size, i, j];
    }
  }
  if (best === 0) return 0;
  return (
    best +
    matches(one.slice(0, from), other.slice(0, at)) +
    matches(one.slice(from + best), other.slice(at + best))
  );
}
