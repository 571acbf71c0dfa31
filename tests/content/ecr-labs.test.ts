import { describe, expect, it } from 'vitest';
import anatomy from '../../content/ecr/ecr-anatomy.lab.ts';
import createRepositories from '../../content/ecr/ecr-create-repositories.lab.ts';
import { logIn } from '../../content/ecr/goals.ts';
import { missingAfter, walk, type NearMiss } from './ecs-walk.ts';

const nearMisses: readonly NearMiss[] = [
  {
    lab: anatomy,
    slip: 'one repository for both',
    acts: ['aws ecr create-repository --repository-name shop'],
    step: 'repositories',
    is: 'the registry has shop, and no shop/web, no shop/api',
  },
  {
    lab: anatomy,
    slip: 'a token as it comes',
    acts: ['aws ecr get-authorization-token'],
    step: 'token',
    is: 'the token has been fetched and not decoded',
  },
  {
    lab: anatomy,
    slip: 'an image without a tag',
    acts: [
      'aws ecr create-repository --repository-name shop/web',
      logIn(),
      'docker build -t $REGISTRY/shop/web .',
      'docker push $REGISTRY/shop/web',
    ],
    step: 'image',
    is: 'shop/web has latest, and no v1',
  },
  {
    lab: createRepositories,
    slip: 'the encryption left out',
    acts: ['aws ecr create-repository --repository-name shop/web --image-tag-mutability IMMUTABLE'],
    step: 'settings',
    is: 'shop/web is encrypted with AES256, which cannot be changed',
  },
  {
    lab: createRepositories,
    slip: 'no exception',
    acts: ['aws ecr put-image-tag-mutability --repository-name shop/legacy --image-tag-mutability IMMUTABLE'],
    step: 'mutability',
    is: 'the tags of shop/legacy are IMMUTABLE',
  },
  {
    lab: createRepositories,
    slip: 'a repository made by hand',
    acts: ['aws ecr create-repository --repository-name team/web'],
    step: 'template',
    is: 'the tags of team/web are MUTABLE',
  },
  {
    lab: createRepositories,
    slip: 'force at once',
    acts: ['aws ecr delete-repository --repository-name trial --force'],
    step: 'delete',
    is: 'no delete has been refused',
  },
];

const labs = [anatomy, createRepositories];

describe('the labs on Amazon ECR', () => {
  it.each(labs)('$id: the solution reaches each goal, and the start none', walk);

  it.each(nearMisses)('$lab.id: $slip', async ({ lab, step, acts, is }) => {
    expect((await missingAfter(lab, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});
