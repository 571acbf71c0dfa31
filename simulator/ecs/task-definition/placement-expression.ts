/**
 * Whether `expression` is written in the cluster query language, e.g. `attribute:ecs.instance-type =~ t3.* and
 * task:group == web`. Only the form is looked at, not whether such an attribute exists.
 */
export function isPlacementExpression(expression: string): boolean {
  const tokens =
    expression.match(
      /"[^"]*"|'[^']*'|\[[^\]]*\]|==|!=|>=|<=|=~|!~|&&|\|\||[!()<>]|[^\s!()<>=&|,[\]"']+|\S/g,
    ) ?? [];
  let at = 0;
  const take = (test: (token: string) => boolean) => {
    const token = tokens[at];
    if (token === undefined || !test(token)) return undefined;
    at += 1;
    return token;
  };
  const word = (...words: string[]) => take((token) => words.includes(token.toLowerCase()));
  const subject = () =>
    take((token) =>
      /^((attribute|task):[\w.\-/]+|agentConnected|agentVersion|ec2InstanceId|registeredAt|runningTasksCount|registeredCpu|registeredMemory|remainingCpu|remainingMemory)$/.test(
        token,
      ),
    );
  const value = () => take((token) => /^("[^"]*"|'[^']*'|[^\s!()<>=&|,[\]"']+)$/.test(token));

  /** A regular expression runs, brackets and all, to the next connective or the bracket that closes around it. */
  const pattern = (): boolean => {
    const start = at;
    let open = 0;
    while (take((token) => open > 0 || !/^(and|or|&&|\|\||\))$/i.test(token))) {
      const token = tokens[at - 1];
      if (token === '(') open += 1;
      else if (token === ')') open -= 1;
    }
    return at > start && open === 0;
  };
  const comparison = (): boolean => {
    if (!subject()) return false;
    const negated = word('!', 'not') !== undefined;
    if (word('exists', '!exists', 'not_exists')) return true;
    if (word('in', 'not_in')) return take((token) => /^\[\s*[^\],]+(,[^\],]+)*\]$/.test(token)) !== undefined;
    if (negated) return false;
    const operator = word(
      '==',
      'equals',
      '!=',
      'not_equals',
      '>',
      'greater_than',
      '>=',
      'greater_than_equal',
      '<',
      'less_than',
      '<=',
      'less_than_equal',
    );
    return operator === undefined
      ? word('=~', 'matches', '!~', 'not_matches') !== undefined && pattern()
      : value() !== undefined;
  };
  const term = (depth: number): boolean => {
    if (depth > 50) return false;
    if (word('!', 'not')) return term(depth + 1);
    if (!word('(')) return comparison();
    return disjunction(depth + 1) && word(')') !== undefined;
  };
  const disjunction = (depth: number): boolean => {
    do if (!term(depth)) return false;
    while (word('and', '&&', 'or', '||'));
    return true;
  };
  return disjunction(0) && at === tokens.length;
}
