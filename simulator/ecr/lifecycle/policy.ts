import { AwsError } from '../../api/errors.ts';

/**
 * The grammar of lifecycle policies
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html).
 */
export interface LifecyclePolicy {
  /** In the order of their priorities. */
  rules: LifecycleRule[];
}

export interface LifecycleRule {
  rulePriority: number;
  description?: string;
  selection: {
    tagStatus: 'tagged' | 'untagged' | 'any';
    tagPatternList?: string[];
    tagPrefixList?: string[];
    storageClass: 'standard' | 'archive';
    countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';
    countNumber: number;
  };
  action: 'EXPIRE' | 'TRANSITION';
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string');

/** Members that a rule's parts have, and those that they must have. */
const shapes = {
  rule: { required: ['action', 'rulePriority', 'selection'], optional: ['description'] },
  selection: {
    required: ['countNumber', 'countType', 'tagStatus'],
    optional: ['countUnit', 'storageClass', 'tagPatternList', 'tagPrefixList'],
  },
};

/** What each way of counting takes beside `countNumber`. */
const countTypes: Readonly<
  Record<string, { unit: boolean; actions: readonly string[]; storage: readonly string[] }>
> = {
  imageCountMoreThan: { unit: false, actions: ['expire', 'transition'], storage: ['standard', 'archive'] },
  sinceImagePushed: { unit: true, actions: ['expire', 'transition'], storage: ['standard', 'archive'] },
  sinceImagePulled: { unit: true, actions: ['transition'], storage: ['standard'] },
  sinceImageTransitioned: { unit: true, actions: ['expire'], storage: ['archive'] },
};

/** Days that an archived image stays at least (same page). */
const shortestArchive = 90;
const mostRules = 50;

/**
 * Reads the text of a lifecycle policy.
 * @throws AwsError InvalidParameterException in the words of the service's schema validator where they have been seen
 *   (`instance failed to match exactly one schema (matched 0 out of 4)`); the rules across rules are in our own words.
 */
export function readPolicy(text: string): LifecyclePolicy {
  if (text.length < 100 || text.length > 30_720) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Member must have length ${text.length < 100 ? 'greater than or equal to 100' : 'less than or equal to 30720'}'`,
    );
  }
  const document = parse(text);
  if (!('rules' in document)) throw failure('object has missing required properties (["rules"])');
  refuseOthers(document, ['rules']);
  if (!Array.isArray(document['rules'])) throw wrongType(document['rules'], 'array');
  const rules = document['rules'].map(readRule).sort((one, other) => one.rulePriority - other.rulePriority);
  if (rules.length === 0)
    throw failure('array is too short: must have at least 1 elements but instance has 0 elements');
  if (rules.length > mostRules)
    throw failure(
      `array is too long: must have at most ${mostRules} elements but instance has ${rules.length} elements`,
    );
  checkAcross(rules);
  return { rules };
}

function parse(text: string): Json {
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return document;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw failure('Could not map policyString into LifecyclePolicy.');
}

function readRule(value: unknown): LifecycleRule {
  if (!isObject(value)) throw wrongType(value, 'object');
  refuseMissing(value, shapes.rule.required);
  refuseOthers(value, [...shapes.rule.required, ...shapes.rule.optional]);
  const { rulePriority, description, selection, action } = value;
  if (!Number.isInteger(rulePriority)) throw wrongType(rulePriority, 'integer');
  if (!isCount(rulePriority))
    throw failure(
      `numeric instance is lower than the required minimum (minimum: 1, found: ${String(rulePriority)})`,
    );
  if (description !== undefined && typeof description !== 'string') throw wrongType(description, 'string');
  if (!isObject(selection)) throw wrongType(selection, 'object');
  if (!isObject(action)) throw wrongType(action, 'object');
  const { type, targetStorageClass, ...rest } = action;
  const fits =
    Object.keys(rest).length === 0 &&
    (type === 'expire'
      ? !('targetStorageClass' in action)
      : type === 'transition' && targetStorageClass === 'archive');
  // As seen: a null targetStorageClass beside `expire` is refused in these words.
  if (!fits) throw noSchemaOf(2);
  return {
    rulePriority,
    ...(description === undefined ? {} : { description }),
    selection: readSelection(selection, type as string),
    action: type === 'expire' ? 'EXPIRE' : 'TRANSITION',
  };
}

function readSelection(selection: Json, action: string): LifecycleRule['selection'] {
  const noSchema = noSchemaOf(4);
  const {
    tagStatus,
    tagPatternList,
    tagPrefixList,
    storageClass = 'standard',
    countType,
    countUnit,
    countNumber,
  } = selection;
  const known = [...shapes.selection.required, ...shapes.selection.optional];
  if (!shapes.selection.required.every((name) => name in selection)) throw noSchema;
  if (!Object.keys(selection).every((name) => known.includes(name))) throw noSchema;
  const count =
    typeof countType === 'string' && Object.hasOwn(countTypes, countType) ? countTypes[countType] : undefined;
  if (!count || !isCount(countNumber) || !['tagged', 'untagged', 'any'].includes(tagStatus as string))
    throw noSchema;
  if (count.unit ? countUnit !== 'days' : 'countUnit' in selection) throw noSchema;
  if (!count.storage.includes(storageClass as string) || !count.actions.includes(action)) throw noSchema;
  const lists = ['tagPatternList', 'tagPrefixList'].filter((name) => name in selection);
  if (lists.length !== (tagStatus === 'tagged' ? 1 : 0)) throw noSchema;
  for (const list of [tagPatternList, tagPrefixList])
    if (list !== undefined && !isTexts(list)) throw noSchema;
  if (isTexts(tagPatternList) && tagPatternList.some((pattern) => pattern.split('*').length > 5))
    throw failure('A tag pattern can have at most 4 wildcards (*).');
  if (action === 'transition' && storageClass === 'archive')
    throw failure('Images of the archive storage class can only be expired.');
  if (storageClass === 'archive' && countType !== 'sinceImageTransitioned')
    throw failure('A rule for the archive storage class must use the countType sinceImageTransitioned.');
  if (countType === 'sinceImageTransitioned' && countNumber < shortestArchive)
    throw failure(`Images stay in the archive storage class for at least ${shortestArchive} days.`);
  return {
    tagStatus: tagStatus as 'any',
    ...(isTexts(tagPatternList) ? { tagPatternList } : {}),
    ...(isTexts(tagPrefixList) ? { tagPrefixList } : {}),
    storageClass: storageClass as 'standard',
    countType: countType as 'imageCountMoreThan',
    countNumber,
  };
}

/** What the rules of one policy owe to each other. For each storage class, as an image is in one of them at a time. */
function checkAcross(rules: readonly LifecycleRule[]): void {
  const priorities = rules.map(({ rulePriority }) => rulePriority);
  const twice = priorities.find((priority, index) => priorities.indexOf(priority) !== index);
  if (twice !== undefined) throw failure(`The rulePriority ${twice} is used more than once.`);
  for (const storageClass of ['standard', 'archive']) {
    const selections = rules
      .map(({ selection }) => selection)
      .filter((each) => each.storageClass === storageClass);
    const any = selections.findIndex(({ tagStatus }) => tagStatus === 'any');
    if (any !== -1 && any !== selections.length - 1)
      throw failure('A rule with the tagStatus any must have the highest rulePriority.');
    if (selections.filter(({ tagStatus }) => tagStatus === 'untagged').length > 1)
      throw failure('Only one rule can have the tagStatus untagged.');
    const lists = selections
      .filter(({ tagStatus }) => tagStatus === 'tagged')
      .map(({ tagPatternList, tagPrefixList, countType }) =>
        JSON.stringify([countType, ...(tagPatternList ?? tagPrefixList!)].sort()),
      );
    if (new Set(lists).size !== lists.length)
      throw failure('The tags of each rule must differ from those of the others.');
  }
}

function refuseMissing(value: Json, required: readonly string[]): void {
  const missing = required.filter((name) => !(name in value));
  if (missing.length) throw failure(`object has missing required properties (${JSON.stringify(missing)})`);
}

function refuseOthers(value: Json, allowed: readonly string[]): void {
  const others = Object.keys(value)
    .filter((name) => !allowed.includes(name))
    .sort();
  if (others.length)
    throw failure(
      `object instance has properties which are not allowed by the schema: (${JSON.stringify(others)})`,
    );
}

function wrongType(value: unknown, wanted: string): AwsError {
  const found =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'array'
        : Number.isInteger(value)
          ? 'integer'
          : typeof value;
  return failure(
    `instance type (${found}) does not match any allowed primitive type (allowed: ["${wanted}"])`,
  );
}

/** As seen, with the line break before the closing quotation mark (https://github.com/hashicorp/terraform-provider-aws/pull/45909). */
function noSchemaOf(count: number): AwsError {
  return failure(`instance failed to match exactly one schema (matched 0 out of ${count})\n`);
}

function failure(reason: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${reason}'`,
  );
}
