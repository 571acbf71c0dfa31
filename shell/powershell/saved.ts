import { PsDate, PsObject, type PsValue } from './value.ts';

/** What a session keeps from one line to the next. */
export interface SavedSession {
  /** By name in small letters. */
  variables: Map<string, PsValue>;
  region?: string;
  profile?: string;
}

/** A session as text: it stands among the shell's variables, and so in the bench's journal. */
export function encodeVariables({ variables, region, profile }: SavedSession): string {
  return JSON.stringify({
    variables: Object.fromEntries([...variables].map(([name, value]) => [name, encode(value)])),
    region,
    profile,
  });
}

/** The session in such a text; an empty one where there is none, or it cannot be read. */
export function decodeVariables(text: string | undefined): SavedSession {
  try {
    const { variables, region, profile } = JSON.parse(text ?? '{}') as {
      variables?: Record<string, unknown>;
      region?: string;
      profile?: string;
    };
    return {
      variables: new Map(Object.entries(variables ?? {}).map(([name, value]) => [name, decode(value)])),
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
    };
  } catch {
    return { variables: new Map() };
  }
}

function encode(value: PsValue): unknown {
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof PsDate) return { date: value.ms };
  if (value instanceof PsObject)
    return {
      type: value.type,
      properties: [...value.properties].map(([name, each]) => [name, encode(each)]),
    };
  return value;
}

function decode(value: unknown): PsValue {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== 'object' || value === null) return value as PsValue;
  const { date, type, properties } = value as {
    date?: number;
    type?: string;
    properties?: [string, unknown][];
  };
  if (date !== undefined) return new PsDate(date);
  return new PsObject(
    type ?? '',
    (properties ?? []).map(([name, each]) => [name, decode(each)] as const),
  );
}
