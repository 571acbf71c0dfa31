/** The state of each neighbour in one Region of an account, made at the first use of the Region. */
export interface Neighbours {}

export function createNeighbours(): Neighbours {
  return {};
}
