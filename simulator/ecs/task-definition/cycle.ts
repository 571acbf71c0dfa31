/**
 * The names that lie on a cycle of `edges`, in the order of its keys; a name that points to itself lies on one.
 * Linear in names and edges (Tarjan's strongly connected components). A task has 10 containers at most: a definition
 * with far more is refused for that, and not walked here.
 */
export function onCycle(edges: ReadonlyMap<string, readonly string[]>): string[] {
  if (edges.size > 1000) return [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const stacked = new Set<string>();
  const found = new Set<string>();
  const visit = (name: string): void => {
    order.set(name, order.size);
    low.set(name, order.get(name)!);
    stack.push(name);
    stacked.add(name);
    for (const next of edges.get(name) ?? []) {
      if (!edges.has(next)) continue;
      if (next === name) found.add(name);
      if (!order.has(next)) visit(next);
      if (stacked.has(next)) low.set(name, Math.min(low.get(name)!, low.get(next)!));
    }
    if (low.get(name) !== order.get(name)) return;
    const component: string[] = [];
    for (;;) {
      const member = stack.pop()!;
      stacked.delete(member);
      component.push(member);
      if (member === name) break;
    }
    if (component.length > 1) for (const member of component) found.add(member);
  };
  for (const name of edges.keys()) if (!order.has(name)) visit(name);
  return [...edges.keys()].filter((name) => found.has(name));
}
