import { environmentOf } from '../learner/bench/index.ts';
import { createShell, type Shell } from '../shell/index.ts';
import { defaultRegion, identifyKey, type Cloud } from '../simulator/index.ts';

/**
 * The lab's own shell over a cloud.
 * @param cloud asked for at each use, as a server's can be replaced
 */
export function openShell(cloud: () => Cloud): Promise<Shell> {
  return createShell({
    env: environmentOf({ world: cloud(), region: defaultRegion }),
    host: {
      send: (call) => cloud().apply({ type: 'call', at: cloud().now, call }),
      identify: (key) => identifyKey(cloud().state, key, cloud().startsAt + cloud().now),
      date: () => cloud().startsAt + cloud().now,
      wind: (ms) => void cloud().apply({ type: 'clock', at: cloud().now + Math.max(0, Math.round(ms)) }),
    },
  });
}
