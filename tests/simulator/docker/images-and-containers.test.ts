import { describe, expect, it } from 'vitest';
import type { ContainerView } from '../../../simulator/docker/index.ts';
import { readTar, writeTar } from '../../../simulator/docker/tar.ts';
import { openEngine, outputOf, refusalOf } from './engine.ts';

describe('names of images', () => {
  it('are put on, listed, and taken off; the image goes with the last', () => {
    const engine = openEngine();
    outputOf(engine.call('ImagePull', { reference: 'busybox' }));
    outputOf(engine.call('ImageTag', { source: 'busybox', target: 'mine:v1' }));
    const list = outputOf<{ Id: string; RepoTags: string[] }[]>(engine.call('ImageList', {}));
    expect(list.map(({ RepoTags }) => RepoTags)).toEqual([['busybox:latest', 'mine:v1']]);
    const { Id } = list[0]!;
    expect(refusalOf(engine.call('ImageRemove', { reference: Id }))).toBe(
      `conflict: unable to delete ${Id.slice(7, 19)} (must be forced) - image is referenced in multiple repositories`,
    );
    expect(outputOf(engine.call('ImageRemove', { reference: 'mine:v1' }))).toEqual([{ Untagged: 'mine:v1' }]);
    expect(outputOf<object[]>(engine.call('ImageRemove', { reference: 'busybox' })).at(-1)).toEqual({
      Deleted: Id,
    });
    expect(refusalOf(engine.call('ImageRemove', { reference: 'busybox' }))).toBe(
      'No such image: busybox:latest',
    );
  });
});

describe('containers', () => {
  it('run, end and are stopped by their behaviour', () => {
    const engine = openEngine();
    outputOf(engine.call('ImagePull', { reference: 'busybox' }));
    const run = (command: string[]) =>
      outputOf<ContainerView>(engine.call('ContainerRun', { image: 'busybox', command }));
    const inspect = ({ id }: ContainerView) => {
      const { status, exitCode } = outputOf<ContainerView>(
        engine.call('ContainerInspect', { container: id }),
      );
      return { status, exitCode };
    };
    const sleeper = run(['sleep', '5']);
    const crasher = run(['sh', '-c', 'exit 3']);
    const server = run(['sh', '-c', 'while true; do sleep 1; done']);
    expect([sleeper, crasher, server].map(inspect)).toEqual([
      { status: 'running' },
      { status: 'running' },
      { status: 'running' },
    ]);
    engine.cloud.apply({ type: 'clock', at: 5000 });
    expect([sleeper, crasher, server].map(inspect)).toEqual([
      { status: 'exited', exitCode: 0 },
      { status: 'exited', exitCode: 3 },
      { status: 'running' },
    ]);
    // The shell ignores SIGTERM: ten seconds of grace, then SIGKILL.
    expect(outputOf<{ took: number }>(engine.call('ContainerStop', { container: server.id })).took).toBe(
      10_050,
    );
    engine.cloud.apply({ type: 'clock', at: 16_000 });
    expect(inspect(server)).toEqual({ status: 'exited', exitCode: 137 });
  });

  it('do not share a port of the host, nor a name', () => {
    const engine = openEngine();
    outputOf(engine.call('ImagePull', { reference: 'nginx' }));
    const { id } = outputOf<ContainerView>(
      engine.call('ContainerRun', { image: 'nginx', name: 'a', publish: ['80:80'] }),
    );
    expect(refusalOf(engine.call('ContainerRun', { image: 'nginx', publish: ['80:80'] }))).toMatch(
      /Bind for 0\.0\.0\.0:80 failed: port is already allocated$/,
    );
    expect(refusalOf(engine.call('ContainerRun', { image: 'nginx', name: 'a' }))).toBe(
      `Conflict. The container name "/a" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  });
});

describe('a tar archive', () => {
  it('gives back what went in, long paths too', () => {
    const entries = ['a', 'folder/', `${'long/'.repeat(30)}ä.txt`].map((path) => ({
      path,
      content: new TextEncoder().encode(path.endsWith('/') ? '' : `of ${path}`),
    }));
    expect(readTar(writeTar(entries))).toEqual(entries);
  });
});
