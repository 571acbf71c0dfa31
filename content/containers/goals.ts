import type { LabView } from '../../learner/bench/index.ts';

/** What the goals of the labs on containers and registries read of the engine's answers, and the words that they share. */
export interface Container {
  id: string;
  name: string;
  image: string;
  status: string;
  command: readonly string[];
  ports: readonly { container: number; host: number }[];
  exitCode?: number;
  /** What the program in it does; `ports` are those that it listens on. */
  behaviour: { ports?: readonly number[] };
}

interface ImageInspect {
  RepoTags: string[];
  Os: string;
  Architecture: string;
  Size: number;
  Config: { User?: string; Env?: string[]; Entrypoint?: string[]; ExposedPorts?: object };
}

/** Containers that run and, when asked, those that have ended. */
export function containersOf(view: LabView, all = false): Container[] {
  return view.call<Container[]>('docker', 'ContainerList', { all }) ?? [];
}

/** Tags of the local images: `web:v1`. */
export function localTags(view: LabView): string[] {
  return (view.call<{ RepoTags: string[] }[]>('docker', 'ImageList') ?? []).flatMap(
    ({ RepoTags }) => RepoTags,
  );
}

/** A local image by its name, or undefined when there is none. */
export function localImage(view: LabView, name: string): ImageInspect | undefined {
  return view.call<ImageInspect>('docker', 'ImageInspect', { reference: name });
}
