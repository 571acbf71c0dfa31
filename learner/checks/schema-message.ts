/** Sentences for what the JSON Schema finds. */
import type { ErrorObject } from 'ajv';
import schema from '../../quizzes/bank.schema.json' with { type: 'json' };

type Described = {
  readonly description?: string;
  readonly properties?: Record<string, { description?: string }>;
};

const list = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join(', ');

const TYPES: Readonly<Record<string, string>> = {
  object: 'a set of fields. Write it as lines of the form "name: value".',
  array: 'a list. Begin each of its entries with "- ".',
  string: 'text. Put it in quotes.',
  boolean: 'true or false. Write one of the two, without quotes.',
};

/** Every kind of question that the schema describes. */
const KINDS = Object.values(schema.definitions).flatMap((each) =>
  'properties' in each && 'kind' in each.properties ? each.properties.kind.enum : [],
);

/** The last key of the path, as the subject of a sentence. */
function subject(error: ErrorObject): string {
  const last = error.instancePath.split('/').at(-1) ?? '';
  return last === '' ? 'the file' : /^\d+$/.test(last) ? 'this entry' : `"${last}"`;
}

/**
 * What is wrong and what to do, in one or two sentences. ajv must run with `verbose`, for the advice is the description
 * that the schema gives of the field.
 */
export function schemaMessage(error: ErrorObject): string {
  const parent = (error.parentSchema ?? {}) as Described;
  const params = error.params as Record<string, unknown>;
  const advice = parent.description ? ` ${parent.description}` : '';
  switch (error.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      return `"${missing}" is missing. Add it: ${parent.properties?.[missing]?.description ?? 'see the schema.'}`;
    }
    case 'additionalProperties':
      return `the field "${String(params.additionalProperty)}" is unknown. Use ${list(Object.keys(parent.properties ?? {}))}.`;
    case 'enum':
      return `${subject(error)} is ${JSON.stringify(error.data)}. Use one of ${list(params.allowedValues as unknown[])}.`;
    case 'type':
      return `${subject(error)} is not ${TYPES[String(params.type)]}${advice}`;
    case 'pattern':
      return `${subject(error)} is ${JSON.stringify(error.data)}.${advice}`;
    case 'minItems':
      return `${subject(error)} has fewer than ${String(params.limit)} entries. Add some.${advice}`;
    case 'maxItems':
      return `${subject(error)} has more than ${String(params.limit)} entries. Split or shorten it.${advice}`;
    case 'minLength':
      return `${subject(error)} is too short.${advice}`;
    case 'discriminator': {
      return `"kind" is ${JSON.stringify(params.tagValue)}. Use one of ${list(KINDS)}.`;
    }
    default:
      return `${subject(error)} ${error.message ?? 'is wrong'}.${advice}`;
  }
}
