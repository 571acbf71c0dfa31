import type { AnyStateMachine } from 'xstate';
import { compile } from '../../../simulator/kernel/machine.ts';

/** Where a state stands. All measures in px. */
export interface StateBox {
  name: string;
  description: string;
  x: number;
  y: number;
}

/** An arrow, for all events that lead from one state to the other. */
export interface Arrow {
  from: string;
  to: string;
  events: string[];
  path: string;
  /** Where the events are written, and which end of them stands there. */
  label: { x: number; y: number; anchor: 'start' | 'end' | 'middle' };
}

export interface Statechart {
  width: number;
  height: number;
  box: { width: number; height: number };
  states: StateBox[];
  arrows: Arrow[];
}

const letter = 7.6;
const rowHeight = 72;
const boxHeight = 42;
const between = 24;
const laneWidth = 16;

/**
 * A picture of a machine, computed from the machine itself: states in layers by their distance from the initial one,
 * arrows to the next layer straight down, longer ones along lanes at the right, and those that lead back at the left.
 * Arrows that end at the same state share a lane.
 */
export function statechartOf(machine: AnyStateMachine): Statechart {
  const { initial, states } = compile(machine);
  const names = Object.keys(states);
  const targets = (name: string) => [...new Set(Object.values(states[name]!).map(({ target }) => target))];
  const layer = layersOf(initial.target, names, targets);
  const rows = new Map<number, string[]>();
  for (const name of names) rows.set(layer.get(name)!, [...(rows.get(layer.get(name)!) ?? []), name]);
  // Under its name a state has the time at which it was entered, and for how long.
  const boxWidth = Math.max(172, Math.max(...names.map(({ length }) => length)) * letter + 44);
  const isBack = (from: string, to: string) => layer.get(to)! <= layer.get(from)!;
  const isLong = (from: string, to: string) => !isBack(from, to) && layer.get(to)! - layer.get(from)! > 1;
  const pairs = names.flatMap((from) => targets(from).map((to) => [from, to] as const));
  const lanes = (kind: (from: string, to: string) => boolean) => [
    ...new Set(pairs.filter(([from, to]) => kind(from, to)).map(([, to]) => to)),
  ];
  const [leftLanes, rightLanes] = [lanes(isBack), lanes(isLong)];

  const eventsOf = (from: string, to: string) =>
    Object.entries(states[from]!)
      .filter(([, { target }]) => target === to)
      .map(([event]) => event);
  const longest = (kind: (from: string, to: string) => boolean) =>
    Math.max(
      0,
      ...pairs
        .filter(([from, to]) => kind(from, to))
        .map(([from, to]) => eventsOf(from, to).join(', ').length),
    );
  const widest = Math.max(...[...rows.values()].map(({ length }) => length));
  const margin = (count: number, letters: number) =>
    count === 0 ? 8 : letters * 6.4 + count * laneWidth + 14;
  const left = margin(leftLanes.length, longest(isBack));
  const inner = widest * boxWidth + (widest - 1) * between;
  const right = margin(rightLanes.length, longest(isLong));

  const place = new Map<string, { x: number; y: number }>();
  for (const [row, members] of rows) {
    const wide = members.length * boxWidth + (members.length - 1) * between;
    members.forEach((name, index) =>
      place.set(name, {
        x: left + (inner - wide) / 2 + index * (boxWidth + between),
        y: 6 + row * rowHeight,
      }),
    );
  }

  const arrows = pairs.map(([from, to]): Arrow => {
    const [a, b] = [place.get(from)!, place.get(to)!];
    const events = eventsOf(from, to);
    if (!isBack(from, to) && !isLong(from, to)) {
      const [x1, y1, x2, y2] = [a.x + boxWidth / 2, a.y + boxHeight, b.x + boxWidth / 2, b.y - 3];
      const middle = (y1 + y2) / 2;
      return {
        from,
        to,
        events,
        path: x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`,
        label: { x: (x1 + x2) / 2 + 7, y: middle + 3, anchor: 'start' },
      };
    }
    const back = isBack(from, to);
    const number = (back ? leftLanes : rightLanes).indexOf(to);
    const lane = back
      ? left - 8 - (longest(isBack) * 6.4 + number * laneWidth)
      : left + inner + 8 + longest(isLong) * 6.4 + number * laneWidth;
    const side = (box: { x: number }) => (back ? box.x : box.x + boxWidth);
    // Each arrow leaves its state at a height of its own, under its events; what comes in does so below them all.
    const sameSide = (source: string, end: string) => (back ? isBack(source, end) : isLong(source, end));
    const beside = pairs.filter(([source, end]) => source === from && sameSide(source, end));
    const room = pairs.some(([source, end]) => end === from && sameSide(source, end))
      ? boxHeight - 12
      : boxHeight;
    const out = a.y + (room * (beside.findIndex(([, end]) => end === to) + 1)) / (beside.length + 1);
    const into = b.y + boxHeight - 6;
    const tip = side(b) + (back ? -3 : 3);
    return {
      from,
      to,
      events,
      path: `M${side(a)} ${out}H${lane}V${into}H${tip}`,
      label: { x: side(a) + (back ? -6 : 6), y: out - 4, anchor: back ? 'end' : 'start' },
    };
  });

  return {
    width: left + inner + right,
    height: 12 + (Math.max(...rows.keys()) + 1) * rowHeight - (rowHeight - boxHeight),
    box: { width: boxWidth, height: boxHeight },
    states: names.map((name) => ({
      name,
      description: String(machine.states[name]?.description ?? ''),
      ...place.get(name)!,
    })),
    arrows,
  };
}

/** The longest way from the initial state to each state, not counting arrows that close a circle. */
function layersOf(
  initial: string,
  names: readonly string[],
  targets: (name: string) => string[],
): Map<string, number> {
  const forward = new Map<string, string[]>(names.map((name) => [name, []]));
  const seen = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string) => {
    seen.add(name);
    open.add(name);
    for (const target of targets(name)) {
      if (open.has(target)) continue;
      forward.get(name)!.push(target);
      if (!seen.has(target)) visit(target);
    }
    open.delete(name);
  };
  visit(initial);
  for (const name of names) if (!seen.has(name)) visit(name);
  const layer = new Map(names.map((name) => [name, 0]));
  for (let round = 0; round < names.length; round++)
    for (const name of names)
      for (const target of forward.get(name)!)
        layer.set(target, Math.max(layer.get(target)!, layer.get(name)! + 1));
  return layer;
}
