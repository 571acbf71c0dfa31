/** What has been recorded of the real service beside what the simulator does. Times in seconds since the scenario began. */
export interface Scenario {
  id: string;
  title: string;
  /** Where the recording comes from. */
  source: string;
  /** Recorded seconds by milestone, in order; `why` says why the simulator lies further off than a quarter. */
  milestones: Readonly<Record<string, { recorded: number; why?: string }>>;
  /** Lives through it in the simulator: seconds by milestone. */
  simulate(): Readonly<Record<string, number>>;
}

export interface Row {
  scenario: string;
  milestone: string;
  recorded: number;
  simulated: number;
  /** Simulated over recorded. */
  ratio: number;
  why?: string;
}

/** How far the simulator may lie from a recording, as a fraction. */
export const tolerance = 0.25;

export function measure({ id, milestones, simulate }: Scenario): Row[] {
  const times = simulate();
  return Object.entries(milestones).map(([milestone, { recorded, why }]) => {
    const simulated = times[milestone] ?? Number.NaN;
    return {
      scenario: id,
      milestone,
      recorded,
      simulated: Math.round(simulated * 10) / 10,
      ratio: Math.round((simulated / recorded) * 100) / 100,
      ...(why === undefined ? {} : { why }),
    };
  });
}
