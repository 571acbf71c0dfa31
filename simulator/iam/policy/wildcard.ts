/**
 * Whether `text` fits a pattern of a policy: `*` stands for any text, `?` for any one character
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 * Goes back to the last `*` only, so that no pattern takes longer than text times pattern.
 */
export function matches(pattern: string, text: string): boolean {
  let [at, from] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < text.length) {
    const character = pattern[from];
    if (character === '*') {
      star = from++;
      resume = at;
    } else if (character === '?' || (character !== undefined && character === text[at])) {
      from++;
      at++;
    } else if (star >= 0) {
      from = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[from] === '*') from++;
  return from === pattern.length;
}

/** Whether an ARN fits a pattern, section by section: a `*` does not reach over a colon of the first five. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [wanted, given] = [sections(pattern), sections(arn)];
  return wanted.length === given.length && wanted.every((section, index) => matches(section, given[index]!));
}

function sections(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
