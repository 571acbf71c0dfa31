import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readModel, services } from '../../scripts/generate-models.ts';

test.each(services)('the model of $service is what the SDK package says today', (source) => {
  const { service } = source;
  const { model, docs } = readModel(source);
  const read = (name: string) =>
    JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'simulator', 'api', 'models', name), 'utf8'),
    ) as unknown;
  expect(read(`${service}.json`)).toEqual(JSON.parse(JSON.stringify(model)));
  expect(read(`${service}.docs.json`)).toEqual(docs);
});

test('what a member may hold comes with it', () => {
  const { model } = readModel(services.find(({ service }) => service === 'ecs')!);
  expect(Object.keys(model.operations)).toHaveLength(88);
  expect(model.shapes['RunTaskRequest']).toMatchObject({
    type: 'structure',
    required: ['taskDefinition'],
    members: { launchType: 'LaunchType', count: 'Integer' },
  });
  expect(model.shapes['LaunchType']).toEqual({
    type: 'string',
    enum: ['EC2', 'EXTERNAL', 'FARGATE', 'MANAGED_INSTANCES'],
  });
});
