/** The workshop as a browser or a test sees it. */
export { randomName, WorkshopClient, type ConnectOptions, type Connection } from './client.ts';
export { ActRefused, type Kept } from './outbox.ts';
export type { WatchedJournal } from './watched.ts';
