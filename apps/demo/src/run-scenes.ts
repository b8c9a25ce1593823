import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AdvisorClient } from './advisor-client';
import type { PathCardAnswer, RecommendationAnswer } from './answers';
import { differences } from './differences';
import { type Scene, SCENES } from './scenes';

export interface Outcome {
  readonly scene: Scene;
  readonly answer: RecommendationAnswer;
  /** All paths side by side, where the scene shows them. */
  readonly comparison: readonly PathCardAnswer[] | null;
  /** Where the answer is not as it has to be; empty when all is well. */
  readonly differences: readonly string[];
}

/** Loads the sample fleet; returns how many hosts it has. */
export async function loadSampleFleet(client: AdvisorClient, examples: string): Promise<number> {
  return client.loadFleet(await readFile(path.join(examples, 'fleet.ndjson'), 'utf8'));
}

/** Asks for each of the six in turn, so that a later one sees what an earlier one reserved. */
export async function* runScenes(client: AdvisorClient, examples: string): AsyncGenerator<Outcome> {
  for (const scene of SCENES) {
    const request: unknown = JSON.parse(await readFile(path.join(examples, 'requests', scene.file), 'utf8'));
    const answer = await client.recommend(request, `demo-${scene.file}`);
    const comparison = scene.compares ? await client.comparePaths(answer.id) : null;
    yield { scene, answer, comparison, differences: differences(scene.expect, answer) };
  }
}
