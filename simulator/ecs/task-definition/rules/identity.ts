/** Family, size of the whole, tags, and what a container is called and made of. */
import { each } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const nameCharacters = /^[A-Za-z0-9_-]{1,255}$/;
const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const digest = /@sha256:[0-9a-fA-F]{64}$/;
const container = '/containerDefinitions/0';

export const identity: Rule[] = [
  ...topic(documentation.quotas, [
    {
      id: 'TD-SIZE',
      condition: 'a task definition larger than 64 KiB',
      message: "Actual length: '{bytes}'. Max allowed length is '65536' bytes.",
      *check(task) {
        if (task.bytes > 65536) yield { at: '', values: { bytes: task.bytes } };
      },
      fix: 'Move long environment values to environment files or parameters.',
      example: {
        base: 'ec2',
        change: { '/containerDefinitions/0/environment': [{ name: 'BLOB', value: 'x'.repeat(65536) }] },
        at: '',
        says: "Actual length: '66183'. Max allowed length is '65536' bytes.",
      },
    },
  ]),
  ...topic(documentation.family, [
    {
      id: 'FAMILY-EMPTY',
      wording: 'paraphrase',
      condition: 'an empty family',
      message: 'Family should not be null or empty.',
      *check({ definition, wire }) {
        if (definition.family === '') yield { at: '/family' };
        else if (wire && definition.family === undefined) yield { at: '' };
      },
      example: {
        base: 'fargate',
        change: { '/family': '' },
        at: '/family',
        says: 'Family should not be null or empty.',
      },
    },
    {
      id: 'FAMILY-CHARS',
      condition: 'a family with other characters than letters, digits, - and _, or longer than 255',
      message: 'Family contains invalid characters.',
      *check({ definition }) {
        if (definition.family && !nameCharacters.test(definition.family)) yield { at: '/family' };
      },
      fix: 'Use letters, digits, hyphens and underscores only.',
      example: {
        base: 'fargate',
        change: { '/family': 'shop web' },
        at: '/family',
        says: 'Family contains invalid characters.',
      },
    },
  ]),
  ...topic(documentation.tags, [
    {
      id: 'TAGS-EMPTY',
      condition: 'an empty list of tags',
      message: 'Tags can not be empty.',
      code: 'InvalidParameterException',
      *check({ definition }) {
        if (definition.tags?.length === 0) yield { at: '/tags' };
      },
      fix: 'Leave out "tags".',
      example: { base: 'fargate', change: { '/tags': [] }, at: '/tags', says: 'Tags can not be empty.' },
    },
    {
      id: 'TAGS-MAX',
      wording: 'paraphrase',
      condition: 'more than 50 tags',
      message: 'A task definition can have at most 50 tags. It has {count}.',
      code: 'InvalidParameterException',
      *check({ definition }) {
        const count = definition.tags?.length ?? 0;
        if (count > 50) yield { at: '/tags', values: { count } };
      },
      example: {
        base: 'ec2',
        change: {
          '/tags': Array.from({ length: 51 }, (_, index) => ({ key: `team-${index}`, value: 'shop' })),
        },
        at: '/tags',
        says: 'A task definition can have at most 50 tags. It has 51.',
      },
    },
    {
      id: 'TAG-KEY-LEN',
      wording: 'paraphrase',
      condition:
        'a tag key that is empty, longer than 128 characters or has characters that tags may not have',
      message:
        "The tag key '{key}' must have 1 to 128 characters: letters, digits, spaces and _ . : / = + - @ only.",
      code: 'InvalidParameterException',
      *check({ definition, wire }) {
        for (const [tag, at] of each(definition.tags, '/tags')) {
          const { key } = tag;
          if (key === undefined || (key.length >= 1 && key.length <= 128 && tagCharacters.test(key)))
            continue;
          // The client itself refuses an empty key, before the service sees it.
          const message = `Invalid length for parameter tags[${at.slice('/tags/'.length)}].key, value: 0, valid min length: 1`;
          if (key === '' && !wire) yield { at: `${at}/key`, message, client: true };
          else yield { at: `${at}/key`, values: { key } };
        }
      },
      example: {
        base: 'fargate',
        change: { '/tags': [{ key: 'cost*center', value: 'shop' }] },
        at: '/tags/0/key',
        says: "The tag key 'cost*center' must have 1 to 128 characters: letters, digits, spaces and _ . : / = + - @ only.",
      },
    },
    {
      id: 'TAG-VALUE-LEN',
      wording: 'paraphrase',
      condition: 'a tag value longer than 256 characters or with characters that tags may not have',
      message:
        "The value of tag '{key}' must have at most 256 characters: letters, digits, spaces and _ . : / = + - @ only.",
      code: 'InvalidParameterException',
      *check({ definition }) {
        for (const [{ key = '', value = '' }, at] of each(definition.tags, '/tags')) {
          if (value.length > 256 || !tagCharacters.test(value)) yield { at: `${at}/value`, values: { key } };
        }
      },
      example: {
        base: 'fargate',
        change: { '/tags': [{ key: 'team', value: 'x'.repeat(257) }] },
        at: '/tags/0/value',
        says: "The value of tag 'team' must have at most 256 characters: letters, digits, spaces and _ . : / = + - @ only.",
      },
    },
    {
      id: 'TAG-AWS-PREFIX',
      wording: 'paraphrase',
      condition: 'a tag key that starts with aws:',
      message: "The tag key '{key}' must not start with 'aws:', which is reserved for AWS.",
      code: 'InvalidParameterException',
      *check({ definition }) {
        for (const [{ key = '' }, at] of each(definition.tags, '/tags')) {
          if (/^aws:/i.test(key)) yield { at: `${at}/key`, values: { key } };
        }
      },
      example: {
        base: 'fargate',
        change: { '/tags': [{ key: 'aws:team', value: 'shop' }] },
        at: '/tags/0/key',
        says: "The tag key 'aws:team' must not start with 'aws:', which is reserved for AWS.",
      },
    },
    {
      id: 'TAG-KEY-DUP',
      wording: 'paraphrase',
      condition: 'two tags with one key',
      message: "The tag key '{key}' is used more than once. Each tag key must be unique.",
      code: 'InvalidParameterException',
      *check({ definition }) {
        const seen = new Set<string>();
        for (const [{ key }, at] of each(definition.tags, '/tags')) {
          if (key === undefined) continue;
          if (seen.has(key)) yield { at: `${at}/key`, values: { key } };
          seen.add(key);
        }
      },
      example: {
        base: 'fargate',
        change: {
          '/tags': [
            { key: 'team', value: 'shop' },
            { key: 'team', value: 'web' },
          ],
        },
        at: '/tags/1/key',
        says: "The tag key 'team' is used more than once. Each tag key must be unique.",
      },
    },
  ]),
  ...topic(documentation.containers, [
    {
      id: 'CONTAINERS-EMPTY',
      condition: 'no container at all',
      message: 'Container list cannot be empty.',
      *check({ definition, wire }) {
        if (definition.containerDefinitions?.length === 0) yield { at: '/containerDefinitions' };
        else if (wire && !definition.containerDefinitions) yield { at: '' };
      },
      example: {
        base: 'ec2',
        change: { '/containerDefinitions': [], '/volumes': undefined },
        at: '/containerDefinitions',
        says: 'Container list cannot be empty.',
      },
    },
    {
      id: 'CONTAINERS-MAX',
      condition: 'more than 10 containers',
      message: 'Too many containers.',
      *check({ definition }) {
        if ((definition.containerDefinitions?.length ?? 0) > 10) yield { at: '/containerDefinitions' };
      },
      example: {
        base: 'ec2',
        change: Object.fromEntries(
          Array.from({ length: 9 }, (_, index) => [
            `/containerDefinitions/${index + 2}`,
            { name: `worker-${index}`, image: 'busybox:1.37', memory: 64 },
          ]),
        ),
        at: '/containerDefinitions',
        says: 'Too many containers.',
      },
    },
    {
      id: 'NAME-EMPTY',
      condition: 'a container without a name',
      message: 'Container.name should not be null or empty.',
      *check({ containers }) {
        for (const { name, at } of containers) if (name === '') yield { at, missing: `${at}/name` };
      },
      example: {
        base: 'ec2',
        change: { '/containerDefinitions/1/name': undefined, '/containerDefinitions/0/links': undefined },
        at: '/containerDefinitions/1',
        says: 'Container.name should not be null or empty.',
      },
    },
    {
      id: 'NAME-CHARS',
      wording: 'paraphrase',
      condition: 'a container name with other characters than letters, digits, - and _, or longer than 255',
      message: 'Container.name contains invalid characters.',
      *check({ containers }) {
        for (const { name, at } of containers)
          if (name && !nameCharacters.test(name)) yield { at: `${at}/name` };
      },
      example: {
        base: 'ec2',
        change: { [`${container}/name`]: 'web app' },
        at: `${container}/name`,
        says: 'Container.name contains invalid characters.',
      },
    },
    {
      id: 'NAME-DUP',
      condition: 'two containers with one name',
      message: 'Container names must be unique within a task definition',
      *check({ containers }) {
        const seen = new Set<string>();
        for (const { name, at } of containers) {
          if (name && seen.has(name)) yield { at: `${at}/name` };
          seen.add(name);
        }
      },
      example: {
        base: 'ec2',
        change: { '/containerDefinitions/1/name': 'app', '/containerDefinitions/0/links': undefined },
        at: '/containerDefinitions/1/name',
        says: 'Container names must be unique within a task definition',
      },
    },
    {
      id: 'IMAGE-EMPTY',
      condition: 'a container without an image',
      message: 'Container.image should not be null or empty.',
      *check({ containers }) {
        for (const { definition, at } of containers)
          if (!definition.image) yield { at, missing: `${at}/image` };
      },
      example: {
        base: 'ec2',
        change: { [`${container}/image`]: '' },
        at: container,
        says: 'Container.image should not be null or empty.',
      },
    },
    {
      id: 'IMAGE-CHARS',
      condition:
        'an image that does not begin with a letter or digit, or has other characters than letters, digits and - _ : . / # @',
      message: 'Container.image contains invalid characters.',
      *check({ containers }) {
        for (const { definition, at } of containers) {
          if (definition.image && !/^[A-Za-z0-9][A-Za-z0-9\-_:./#@]*$/.test(definition.image))
            yield { at: `${at}/image` };
        }
      },
      fix: 'Put the real image in place of the placeholder.',
      example: {
        base: 'ec2',
        change: { [`${container}/image`]: '<IMAGE1_NAME>' },
        at: `${container}/image`,
        says: 'Container.image contains invalid characters.',
      },
    },
    {
      id: 'IMAGE-DIGEST',
      wording: 'paraphrase',
      condition: 'an image digest that is not sha256: and 64 hexadecimal digits',
      message:
        "Container.image contains an invalid digest. After '@' comes 'sha256:' and 64 hexadecimal digits.",
      *check({ containers }) {
        for (const { definition, at } of containers) {
          if (definition.image?.includes('@') && !digest.test(definition.image)) yield { at: `${at}/image` };
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/image`]: 'nginx@sha256:94afd1f2' },
        at: `${container}/image`,
        says: "Container.image contains an invalid digest. After '@' comes 'sha256:' and 64 hexadecimal digits.",
      },
    },
    {
      id: 'IMAGE-LEN',
      wording: 'paraphrase',
      condition: 'an image longer than 255 characters, digest not counted',
      message: 'Container.image is too long. At most 255 characters are allowed before the digest.',
      *check({ containers }) {
        for (const { definition, at } of containers) {
          if ((definition.image?.split('@')[0]?.length ?? 0) > 255) yield { at: `${at}/image` };
        }
      },
      example: {
        base: 'ec2',
        change: { [`${container}/image`]: `shop/${'a'.repeat(251)}` },
        at: `${container}/image`,
        says: 'Container.image is too long. At most 255 characters are allowed before the digest.',
      },
    },
    {
      id: 'ESSENTIAL-REQUIRED',
      condition: 'every container has essential false',
      message: "Task definition doesn't have any essential container",
      *check({ containers }) {
        if (containers.length > 0 && containers.every(({ definition }) => definition.essential === false)) {
          yield { at: '/containerDefinitions' };
        }
      },
      fix: 'Set "essential" to true on a container whose end should end the task.',
      example: {
        base: 'ec2',
        change: { '/containerDefinitions/0/essential': false, '/containerDefinitions/1/essential': false },
        at: '/containerDefinitions',
        says: "Task definition doesn't have any essential container",
      },
    },
  ]),
];
