/** An expression of the cluster query language, read. */
export type PlacementExpression =
  | { kind: 'all' | 'any'; terms: PlacementExpression[] }
  | { kind: 'not'; term: PlacementExpression }
  | { kind: 'exists'; subject: string }
  | { kind: 'in'; subject: string; values: string[] }
  | { kind: 'matches'; subject: string; pattern: string }
  | { kind: 'compare'; subject: string; operator: '==' | '>' | '>=' | '<' | '<='; value: string };

const operators: Readonly<Record<string, '==' | '!=' | '>' | '>=' | '<' | '<='>> = {
  '==': '==',
  equals: '==',
  '!=': '!=',
  not_equals: '!=',
  '>': '>',
  greater_than: '>',
  '>=': '>=',
  greater_than_equal: '>=',
  '<': '<',
  less_than: '<',
  '<=': '<=',
  less_than_equal: '<=',
};

/**
 * Whether `expression` is written in the cluster query language, e.g. `attribute:ecs.instance-type =~ t3.* and
 * task:group == web`. Only the form is looked at, not whether such an attribute exists.
 */
export function isPlacementExpression(expression: string): boolean {
  return readPlacementExpression(expression) !== undefined;
}

/**
 * Reads an expression of the cluster query language
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html); undefined when it is none.
 */
export function readPlacementExpression(expression: string): PlacementExpression | undefined {
  const tokens = [
    ...expression.matchAll(
      /"[^"]*"|'[^']*'|\[[^\]]*\]|==|!=|>=|<=|=~|!~|&&|\|\||[!()<>]|[^\s!()<>=&|,[\]"']+|\S/g,
    ),
  ];
  let at = 0;
  const take = (test: (token: string) => boolean) => {
    const token = tokens[at]?.[0];
    if (token === undefined || !test(token)) return undefined;
    at += 1;
    return token;
  };
  const word = (...words: string[]) => take((token) => words.includes(token.toLowerCase()))?.toLowerCase();
  const subjectToken = () =>
    take((token) =>
      /^((attribute|task):[\w.\-/]+|agentConnected|agentVersion|ec2InstanceId|registeredAt|runningTasksCount|registeredCpu|registeredMemory|remainingCpu|remainingMemory)$/.test(
        token,
      ),
    );
  const not = (term: PlacementExpression): PlacementExpression => ({ kind: 'not', term });

  /** A regular expression runs, brackets and all, to the next connective or the bracket that closes around it. */
  const patternText = (): string | undefined => {
    const start = at;
    let open = 0;
    while (take((token) => open > 0 || !/^(and|or|&&|\|\||\))$/i.test(token))) {
      const token = tokens[at - 1]![0];
      if (token === '(') open += 1;
      else if (token === ')') open -= 1;
    }
    if (at === start || open !== 0) return undefined;
    const last = tokens[at - 1]!;
    return unquoted(expression.slice(tokens[start]!.index, last.index + last[0].length));
  };
  const comparison = (): PlacementExpression | undefined => {
    const subject = subjectToken();
    if (!subject) return undefined;
    const negated = word('!', 'not') !== undefined;
    const exists = word('exists', '!exists', 'not_exists');
    if (exists) {
      const found: PlacementExpression = { kind: 'exists', subject };
      return negated !== (exists !== 'exists') ? not(found) : found;
    }
    const member = word('in', 'not_in');
    if (member) {
      const list = take((token) => /^\[\s*[^\],]+(,[^\],]+)*\]$/.test(token));
      if (list === undefined) return undefined;
      const values = list
        .slice(1, -1)
        .split(',')
        .map((each) => unquoted(each.trim()));
      const found: PlacementExpression = { kind: 'in', subject, values };
      return negated !== (member === 'not_in') ? not(found) : found;
    }
    if (negated) return undefined;
    const operator = operators[word(...Object.keys(operators)) ?? ''];
    if (operator) {
      const text = take((token) => /^("[^"]*"|'[^']*'|[^\s!()<>=&|,[\]"']+)$/.test(token));
      if (text === undefined) return undefined;
      const value = unquoted(text);
      return operator === '!='
        ? not({ kind: 'compare', subject, operator: '==', value })
        : { kind: 'compare', subject, operator, value };
    }
    const matches = word('=~', 'matches', '!~', 'not_matches');
    const pattern = matches && patternText();
    if (pattern === undefined) return undefined;
    const found: PlacementExpression = { kind: 'matches', subject, pattern };
    return matches === '!~' || matches === 'not_matches' ? not(found) : found;
  };
  const term = (depth: number): PlacementExpression | undefined => {
    if (depth > 50) return undefined;
    if (word('!', 'not')) {
      const inner = term(depth + 1);
      return inner && not(inner);
    }
    if (!word('(')) return comparison();
    const inner = disjunction(depth + 1);
    return inner && word(')') !== undefined ? inner : undefined;
  };
  /** `and` binds closer than `or`. */
  const disjunction = (depth: number): PlacementExpression | undefined => {
    const any: PlacementExpression[][] = [[]];
    for (;;) {
      const next = term(depth);
      if (!next) return undefined;
      any.at(-1)!.push(next);
      const connective = word('and', '&&', 'or', '||');
      if (!connective) break;
      if (connective === 'or' || connective === '||') any.push([]);
    }
    const terms = any.map((all) => (all.length === 1 ? all[0]! : { kind: 'all' as const, terms: all }));
    return terms.length === 1 ? terms[0]! : { kind: 'any', terms };
  };
  const whole = disjunction(0);
  return at === tokens.length ? whole : undefined;
}

function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
}
