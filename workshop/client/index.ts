/** The workshop as a browser or a test sees it. */
export { WorkshopClient, type ConnectOptions, type Connection } from './client.ts';
export { ActRefused, type Kept } from './outbox.ts';
export type { WatchedJournal } from './watched.ts';
