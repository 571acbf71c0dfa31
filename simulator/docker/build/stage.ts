import type { ImageConfig } from '../../images/index.ts';
import type { HistoryEntry, Layer, LocalImage } from '../state.ts';

/** A build stage as far as it has come. */
export interface StageState {
  name: string;
  os: string;
  architecture: string;
  config: ImageConfig;
  layers: Layer[];
  history: HistoryEntry[];
  /** Text files by absolute path. */
  files: Map<string, string>;
  folders: Set<string>;
  /** A step did what cannot be known from outside: any path may be there. */
  opaque: boolean;
  /** Names what the stage is made of: equal keys, equal content. */
  key: string;
  /** ms since 1970: when its last step ran. */
  created: number;
  /** ARG values in force. */
  args: Map<string, string>;
}

/** A stage that begins with an image, or with nothing (`FROM scratch`). */
export function beginStage(
  name: string,
  base: { image: LocalImage; layers: Layer[]; files: Record<string, string> } | undefined,
  platform: string,
): StageState {
  const [os, architecture] = platform.split('/') as [string, string];
  const document = base?.image.document;
  return {
    name,
    os: document?.os ?? os,
    architecture: document?.architecture ?? architecture,
    config: structuredCopy(document?.config ?? { Env: [path], WorkingDir: '/' }),
    layers: [...(base?.layers ?? [])],
    history: [...(document?.history ?? [])],
    files: new Map(Object.entries(base?.files ?? {})),
    folders: new Set(),
    opaque: false,
    key: base?.image.id ?? 'scratch',
    created: document ? Date.parse(document.created) : 0,
    args: new Map(),
  };
}

/** A stage that goes on from an earlier one. */
export function continueStage(name: string, from: StageState): StageState {
  return {
    ...from,
    name,
    config: structuredCopy(from.config),
    layers: [...from.layers],
    history: [...from.history],
    files: new Map(from.files),
    folders: new Set(from.folders),
    args: new Map(),
  };
}

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function structuredCopy(config: ImageConfig): ImageConfig {
  return JSON.parse(JSON.stringify(config)) as ImageConfig;
}

/** The value of a variable in an instruction: the environment wins over ARG. */
export function variable(stage: StageState, name: string): string | undefined {
  const set = stage.config.Env?.findLast((entry) => entry.startsWith(`${name}=`));
  return set === undefined ? stage.args.get(name) : set.slice(name.length + 1);
}
