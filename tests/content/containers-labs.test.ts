import { describe, expect, it } from 'vitest';
import first from '../../content/containers/containers-first.lab.ts';
import { missingAfter, walk, type NearMiss } from './ecs-walk.ts';

const httpd = 'public.ecr.aws/docker/library/httpd:2.4';
const alpine = 'public.ecr.aws/docker/library/alpine:3.22';

const nearMisses: readonly NearMiss[] = [
  {
    lab: first,
    slip: 'a look into the same container',
    acts: [`docker run --rm ${alpine} sh -c 'echo mine > /tmp/note; cat /tmp/note'`],
    step: 'lose-a-file',
    is: 'nobody has looked for /tmp/note in a second container',
  },
  {
    lab: first,
    slip: 'a server without a port',
    acts: [`docker run -d ${httpd}`],
    step: 'serve',
    is: 'the web server runs, and no port leads to it',
  },
  {
    lab: first,
    slip: 'the same port twice',
    acts: [`docker run -d -p 8080:80 ${httpd}`, `docker run -d -p 8080:80 ${httpd}`],
    step: 'twins',
    is: 'the second web server wants a port that is taken',
  },
  {
    lab: first,
    slip: 'stopped but not removed',
    acts: [`docker run -d --name web ${httpd}`, 'docker stop web'],
    step: 'clear-away',
    is: 'stopped and still there: web',
  },
];

const labs = [first];

describe('the labs on containers and images', () => {
  it.each(labs)('$id: the solution reaches each goal, and the start none', walk);

  it.each(nearMisses)('$lab.id: $slip', async ({ lab, step, acts, is }) => {
    expect((await missingAfter(lab, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});
