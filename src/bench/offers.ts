import type { Offer } from '../shell/search-sources.ts';
import { acts, goTo } from './acts.ts';
import { mapOf } from './map/map-model.ts';
import type { BenchUi } from './ui.ts';

const shown = 8;

/** What the bench offers to the search: its acts, and the resources on its map. */
export function offersOf(ui: BenchUi, words: readonly string[]): Offer[] {
  if (words.length === 0) return [];
  const { repositories, families, clusters } = mapOf(ui.bench);
  const toMap = () => goTo(ui, 'map');
  const resources: Offer[] = [
    ...repositories.map(({ name }) => ({ title: `Repository ${name}`, note: 'on the map', run: toMap })),
    ...families.map(({ name, revision }) => ({
      title: `Task definition ${name}:${revision}`,
      note: 'on the map',
      run: toMap,
    })),
    ...clusters.flatMap(({ name, services }) => [
      { title: `Cluster ${name}`, note: 'on the map', run: toMap },
      ...services.map((service) => ({ title: `Service ${service.name}`, note: `in ${name}`, run: toMap })),
    ]),
  ];
  const deeds = acts
    .filter(({ id }) => id !== 'find')
    .map(({ title, keys, run }): Offer => ({ title, note: keys, run: () => run(ui) }));
  return [...deeds, ...resources]
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
    .slice(0, shown);
}
